import type { FastifyReply, FastifyRequest } from "fastify";

/** Milliseconds for which what is left of a refused body is read and thrown away. */
const patience = 5_000;

/**
 * Lets the rest of a body that is refused before its end come in while the answer goes out. A client that
 * reads only once it has sent everything would otherwise find its connection cut, and never see the answer.
 */
export function drain({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.readableEnded || raw.destroyed) return;
  // A connection that is not kept is closed with the answer, whatever is still on its way.
  reply.removeHeader("connection");
  reply.raw.shouldKeepAlive = true;
  const timer = setTimeout(() => raw.socket.destroy(), patience);
  for (const event of ["end", "close"]) raw.once(event, () => clearTimeout(timer));
  raw.resume();
}
