import { Agent, type IncomingMessage, request } from "node:http";

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly agent?: Agent;
  /** Milliseconds without a sign of life after which the request has failed. */
  readonly patience?: number;
}

/** What was answered. `body` holds the JSON, undefined where the answer is none. */
export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly body: Body;
}

const usualPatience = 30_000;
const shared = new Agent({ keepAlive: true, maxSockets: 64 });

/** Sends one request exactly as given: no header is added but Host, Connection and the body's length. */
export async function send<Body = Record<string, unknown>>(
  url: string,
  { method = "GET", headers = {}, body, agent = shared, patience = usualPatience }: Sent = {},
): Promise<Answer<Body>> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer<Body>>();
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const sending = request(url, { method, headers: { ...length, ...headers }, agent });
  sending.setTimeout(patience, () => sending.destroy(new Error(`No answer to ${method} ${url} in time.`)));
  sending.once("error", reject);
  sending.once("response", (response) => void readAnswer<Body>(response).then(resolve, reject));
  sending.end(body);
  return await promise;
}

/** Reads an answer to its end. */
export async function readAnswer<Body>(response: IncomingMessage): Promise<Answer<Body>> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
    bytes,
    body: jsonOf(bytes) as Body,
  };
}

/** The JSON that octets hold, undefined where they hold none. */
export function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
