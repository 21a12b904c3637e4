import { ForgError } from "../errors/forg-error.ts";

/** What may be set for one request; left out, the client's own setting holds. */
export interface RequestOptions {
  /** Ends the request, its retries and the waits between them; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for each attempt, until the answer is read. */
  readonly timeout?: number | undefined;
  /** Attempts after the first. */
  readonly maxRetries?: number | undefined;
}

/** A request of the API. Each may be repeated: see `Signals.send` for the one that writes. */
export interface Call {
  readonly method: "GET" | "POST" | "DELETE";
  /** From the root, such as `/api/v1/sessions`; ids in it by `idIn`. */
  readonly path: string;
  readonly query?: object | undefined;
  readonly body?: unknown;
  readonly options: RequestOptions | undefined;
}

/** Sends a call and returns what its answer's JSON holds, undefined where it is empty. */
export type Send = <Answer>(call: Call) => Promise<Answer>;

type QueryValue = string | number | boolean | Date | null | undefined;

/** The address of a call. Members of its query that are null or undefined are left out; dates are ISO 8601. */
export function urlOf(baseUrl: string, { path, query = {} }: Pick<Call, "path" | "query">): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, QueryValue][]) {
    if (value === undefined || value === null) continue;
    search.set(name, value instanceof Date ? value.toISOString() : String(value));
  }
  const text = search.toString();
  return `${baseUrl}${path}${text && "?"}${text}`;
}

/**
 * An id as one segment of a path.
 * @throws ForgError `invalid_use` for what would address something else: the empty text, `.` and `..`
 */
export function idIn(id: string): string {
  if (typeof id === "string" && !/^\.{0,2}$/.test(id)) return encodeURIComponent(id);
  throw new ForgError("invalid_use", `An id is needed where ${JSON.stringify(id)} was given.`);
}
