import type { FastifyInstance, FastifyRequest } from "fastify";
import { readBody } from "../intake/read-body.ts";

/** Octets of a body. */
const bodyLimit = 2 * 1024 * 1024;

/**
 * Has the routes of a door read JSON and nothing else. No octets are no body, whatever their type: clients
 * that name JSON in every request name it in a DELETE too.
 */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    "application/json",
    { parseAs: "buffer", bodyLimit },
    async (_request: FastifyRequest, body: Buffer) =>
      await Promise.resolve(body.length === 0 ? undefined : readBody(body).value),
  );
}
