import type { FastifyReply } from "fastify";

/** Sends what a route's handler returned: JSON text as it is, anything else serialised. */
export async function sendAnswer(
  reply: FastifyReply,
  status: number,
  answer: unknown,
): Promise<FastifyReply> {
  reply.code(status);
  if (status === 204) return await reply.send();
  reply.header("content-type", "application/json; charset=utf-8").header("cache-control", "no-store");
  return await reply.send(typeof answer === "string" ? answer : JSON.stringify(answer));
}
