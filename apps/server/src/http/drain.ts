import type { FastifyRequest } from "fastify";

/** Milliseconds for which what is left of a refused body is read and thrown away. */
const patience = 5_000;

/**
 * Reads the rest of a body that was refused before its end. A client that reads only once it has sent
 * everything would otherwise find its connection cut, and never see the answer.
 */
export function drain({ raw }: FastifyRequest): void {
  if (raw.readableEnded || raw.destroyed) return;
  const timer = setTimeout(() => raw.socket.destroy(), patience);
  for (const event of ["end", "close"]) raw.once(event, () => clearTimeout(timer));
  raw.resume();
}
