import type { Readable } from "node:stream";
import { HearthError } from "@hearth/core/errors";
import type { FastifyRequest } from "fastify";

/** Milliseconds a small body may take to arrive. */
const patience = 20_000;

/** Ends a request whose body trickles in: a connection is not held for ever by sending slowly. */
export function guardSlowBody(
  _request: FastifyRequest,
  _reply: unknown,
  payload: Readable,
  done: (error: Error | null, payload: Readable) => void,
): void {
  const timer = setTimeout(() => {
    const error = new HearthError(
      "invalid_request",
      "The body took longer than 20 seconds to arrive: send it faster, or less at once.",
      [{ path: "body", message: "must arrive within 20 seconds" }],
    );
    // Destroying the request would take its connection, and the answer with it.
    if (payload.listenerCount("error") > 0) payload.emit("error", error);
    else payload.destroy();
  }, patience);
  payload.once("end", () => clearTimeout(timer));
  payload.once("close", () => clearTimeout(timer));
  done(null, payload);
}
