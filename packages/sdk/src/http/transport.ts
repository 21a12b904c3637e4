import { ConnectionError, ForgError, NotFoundError, TimeoutError } from "../errors/forg-error.ts";
import { refusal } from "../errors/refusal.ts";
import { type Call, type Send, urlOf } from "./call.ts";
import { pause } from "./pause.ts";
import { isUnsure, retryWait } from "./retry-wait.ts";

/** As much of `fetch` as is used; every platform's own fits. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

export interface TransportSettings {
  readonly apiKey: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly timeout: number;
  readonly maxRetries: number;
  readonly fetch: Fetch;
}

/** Longer than this, `setTimeout` would fire at once. */
const longestTimer = 2 ** 31 - 1;

/** How the client's calls are sent: attempt by attempt, until one is answered or none is left. */
export function transport(settings: TransportSettings): Send {
  return async <Answer>(call: Call): Promise<Answer> => {
    const { signal, maxRetries = settings.maxRetries } = call.options ?? {};
    let isPerhapsDone = false;
    for (let retry = 0; ; retry++) {
      try {
        return (await attempt(settings, call)) as Answer;
      } catch (error) {
        if (isPerhapsDone && call.method === "DELETE" && error instanceof NotFoundError) {
          return undefined as Answer;
        }
        const wait = retry < maxRetries ? retryWait(error, retry, Math.random()) : undefined;
        if (wait === undefined) throw error;
        isPerhapsDone ||= isUnsure(error);
        await pause(wait, signal);
      }
    }
  };
}

async function attempt(settings: TransportSettings, call: Call): Promise<unknown> {
  const { apiKey, baseUrl, fetch } = settings;
  const { signal, timeout = settings.timeout } = call.options ?? {};
  const headers: Record<string, string> = { accept: "application/json", authorization: `Bearer ${apiKey}` };
  const end = new AbortController();
  const init: FetchInit = { method: call.method, headers, signal: end.signal };
  if (call.body !== undefined) {
    headers["content-type"] = "application/json";
    init.body = JSON.stringify(call.body);
  }
  signal?.throwIfAborted();
  const stop = (): void => end.abort(signal?.reason);
  signal?.addEventListener("abort", stop);
  let isLate = false;
  const timer = setTimeout(
    () => {
      isLate = true;
      end.abort();
    },
    Math.min(timeout, longestTimer),
  );
  try {
    const answer = await fetch(urlOf(baseUrl, call), init);
    return contentOf(answer, await answer.text());
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    if (cause instanceof ForgError) throw cause;
    if (isLate)
      throw new TimeoutError("timeout", `${baseUrl} did not answer within ${timeout} ms.`, { cause });
    throw new ConnectionError("network_error", `${baseUrl} did not answer: ${reasonOf(cause)}.`, { cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

function contentOf(answer: FetchAnswer, text: string): unknown {
  const { status } = answer;
  if (status < 200 || status > 299) throw refusal(answer, text, Date.now());
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = "The answer is not JSON: check that the base URL is the server's own.";
    throw new ForgError("unreadable_answer", message, { status, cause });
  }
}

/** Node says only "fetch failed" and puts the reason below it. */
function reasonOf(error: unknown): string {
  const { message = String(error), cause } = error as { message?: string; cause?: { code?: string } };
  return cause?.code === undefined ? message : `${message} (${cause.code})`;
}
