import { request } from "node:http";
import { type Answer, readAnswer } from "./send.ts";

export interface Pieces {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent one after the other, chunked unless a header says how long they are together. */
  readonly pieces: readonly Uint8Array[];
  /** The connection is cut after the last piece instead of the request being ended. */
  readonly breaksOff?: boolean;
}

const patience = 30_000;

/** Sends a body piece by piece, as fast as the server takes it, and stops when the server has answered. */
export async function sendInPieces<Body = Record<string, unknown>>(
  url: string,
  { method, headers = {}, pieces, breaksOff = false }: Pieces,
): Promise<Answer<Body>> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer<Body>>();
  const sending = request(url, { method, headers, agent: false });
  promise.catch(() => undefined); // It may fail while pieces are still being sent; whoever awaits it is told.
  let isAnswered = false;
  sending.setTimeout(patience, () => sending.destroy(new Error(`No answer to ${method} ${url} in time.`)));
  // Once the answer has begun, what becomes of the rest of the request says nothing.
  sending.on("error", (error) => (isAnswered ? undefined : reject(error)));
  sending.once("response", (response) => {
    isAnswered = true;
    readAnswer<Body>(response).then(resolve, reject);
  });
  let wake = (): void => undefined;
  for (const event of ["drain", "close", "response"]) sending.on(event, () => wake());
  for (const piece of pieces) {
    if (isAnswered || sending.destroyed) break;
    if (!sending.write(piece)) await new Promise<void>((resolve) => (wake = resolve));
  }
  if (breaksOff) sending.destroy(new Error("The connection was cut."));
  else sending.end();
  return await promise;
}
