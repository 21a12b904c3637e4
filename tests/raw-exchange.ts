import { once } from "node:events";
import { connect } from "node:net";
import { type Answer, jsonOf } from "./send.ts";

const patience = 40_000;

export interface RawExchange {
  /** What came back before the server ended the connection, or before `until` was seen in it. */
  readonly text: string;
  /** The connection was cut rather than ended. */
  readonly wasCut: boolean;
  readonly milliseconds: number;
}

export interface RawRequest {
  /** Octets as they go over the wire, in this order. */
  readonly pieces: readonly (string | Uint8Array)[];
  /** The client's side of the connection is ended after the last piece. */
  readonly ends?: boolean;
  /** Nothing is read before everything is sent, as simple clients do it. */
  readonly readsLast?: boolean;
  /** No need to wait for more once this was seen. */
  readonly until?: RegExp;
}

/** Speaks with a server in octets, well-formed or not. */
export async function rawExchange(
  port: number,
  { pieces, ends = false, readsLast = false, until }: RawRequest,
): Promise<RawExchange> {
  const started = performance.now();
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  let text = "";
  let wasCut = false;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(
    () => reject(new Error(`The server neither answered nor hung up: ${text}`)),
    patience,
  );
  socket.on("error", () => {
    wasCut = true;
    resolve();
  });
  for (const event of ["end", "close"]) socket.once(event, () => resolve());
  try {
    await Promise.race([once(socket, "connect"), promise]);
    const read = (): void => {
      socket.on("data", (chunk: Buffer) => {
        text += chunk.toString("latin1");
        if (until?.test(text)) resolve();
      });
    };
    if (!readsLast) read();
    for (const piece of pieces) {
      if (wasCut) break;
      const { promise: sent, resolve: go } = Promise.withResolvers<void>();
      socket.write(piece, () => go());
      await Promise.race([sent, promise]);
    }
    if (readsLast) read();
    if (ends) socket.end();
    await promise;
    return { text, wasCut, milliseconds: performance.now() - started };
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

/** A request line with headers, ready for a body. */
export const rawHead = (
  method: string,
  path: string,
  headers: Readonly<Record<string, string | number>>,
): string =>
  [
    `${method} ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ].join("\r\n") + "\r\n\r\n";

/** The first answer in what came back, so that it can be checked like any other. */
export function rawAnswer(text: string): Answer {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const [statusLine = "", ...lines] = head.split("\r\n");
  const headers = lines.map((line) => [
    line.split(":")[0]!.toLowerCase(),
    line.slice(line.indexOf(":") + 1).trim(),
  ]);
  const body = rest.join("\r\n\r\n");
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1]),
    headers: Object.fromEntries(headers) as Record<string, string>,
    bytes: Buffer.from(body, "latin1"),
    body: jsonOf(Buffer.from(body, "latin1")),
  };
}
