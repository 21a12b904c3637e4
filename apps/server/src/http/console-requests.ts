import { allows } from "@hearth/core/access/scopes";
import { HearthError } from "@hearth/core/errors";
import type { FastifyPluginCallback, FastifyRequest } from "fastify";
import type { Authenticator } from "../access/authenticator.ts";
import type { Config } from "../config.ts";
import type { SignedLinks } from "../files/signed-links.ts";
import type { WriterClient } from "../intake/writer-client.ts";
import type { ReaderClient } from "../reading/reader-client.ts";
import { baseUrl } from "./base-url.ts";
import type { ConsoleRoute, ReplayInput, ReplayOutcome } from "./console-route.ts";
import { consoleSchema } from "./console-schema.ts";
import { readJsonBodies } from "./json-bodies.ts";
import { requestReader } from "./request-reader.ts";
import { tenantStore } from "./route.ts";
import { sendAnswer } from "./send-answer.ts";
import { guardSlowBody } from "./slow-body.ts";
import { statusOf } from "./status-of.ts";

export interface ConsoleParts {
  readonly config: Config;
  readonly authenticator: Authenticator;
  readonly writer: WriterClient;
  readonly reader: ReaderClient;
  readonly links: SignedLinks;
  readonly routes: readonly ConsoleRoute[];
}

const downloadLinkLife = 900_000;

/** Mounts the console's routes: checks key and shapes, binds every read and write to the key's organization. */
export const consoleRequests: FastifyPluginCallback<ConsoleParts> = (app, parts, done) => {
  const { authenticator, writer } = parts;
  app.decorateRequest("tenant");
  app.addHook("onRequest", async (request) => {
    const { organizationId, mode, scopes } = await authenticator.apiKey(request.headers.authorization);
    if (!allows(scopes, "admin") || mode !== "live") {
      throw new HearthError(
        "forbidden",
        "This API key may not use the console: make one with the scope admin.",
      );
    }
    request.tenant = { organizationId, mode };
  });
  readJsonBodies(app);
  app.addHook("preParsing", guardSlowBody);
  for (const route of parts.routes) {
    const read = requestReader(route);
    app.route({
      method: route.method,
      url: route.path,
      schema: consoleSchema(route),
      handler: async (request, reply) => {
        const answer = await route.handle({
          ...read(request),
          ...tenantStore(parts, request.tenant),
          fileLink: (uploadId) => fileLink(parts, request, uploadId),
          replay: async (rejection) => await replay(writer, rejection),
        });
        return await sendAnswer(reply, route.status ?? 200, answer);
      },
    });
  }
  done();
};

function fileLink(
  { config, links }: ConsoleParts,
  request: FastifyRequest,
  uploadId: string,
): { url: string; expiresAt: string } {
  const expires = Date.now() + downloadLinkLife;
  const url = baseUrl(config, request) + links.pathFor("get", uploadId, expires);
  return { url, expiresAt: new Date(expires).toISOString() };
}

async function replay(
  writer: WriterClient,
  { id, door, subject, scope, body }: ReplayInput,
): Promise<ReplayOutcome> {
  const options = { replayOf: id, ...(subject !== null && { sessionId: subject }) };
  const answer = await writer.submit({ door, scope, now: Date.now(), body, options });
  return "refusal" in answer
    ? { status: statusOf(answer.refusal.code), message: answer.refusal.message }
    : { status: 201, message: null };
}
