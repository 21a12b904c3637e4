import type { FastifyPluginCallback } from "fastify";
import type { WriterClient } from "../intake/writer-client.ts";
import type { ReaderClient } from "../reading/reader-client.ts";
import { type ApiLimits, demandApiKey } from "./api-access.ts";
import type { ApiRoute } from "./api-route.ts";
import { apiSchema } from "./api-schema.ts";
import type { Authenticator } from "../access/authenticator.ts";
import { answerNotFound } from "./error-answers.ts";
import { readJsonBodies } from "./json-bodies.ts";
import { requestReader } from "./request-reader.ts";
import { tenantStore } from "./route.ts";
import { sendAnswer } from "./send-answer.ts";
import { guardSlowBody } from "./slow-body.ts";

export interface ApiParts {
  readonly authenticator: Authenticator;
  readonly limits: ApiLimits;
  readonly writer: WriterClient;
  readonly reader: ReaderClient;
  readonly routes: readonly ApiRoute[];
}

/** Mounts the routes of `/api/v1`: checks key, scope, limit and shapes, binds every read and write to the key's tenant. */
export const apiRequests: FastifyPluginCallback<ApiParts> = (app, parts, done) => {
  demandApiKey(app, parts);
  readJsonBodies(app);
  app.addHook("preParsing", guardSlowBody);
  app.setNotFoundHandler(answerNotFound);
  for (const route of parts.routes) {
    const read = requestReader(route);
    app.route({
      method: route.method,
      url: route.path,
      schema: apiSchema(route),
      config: { scope: route.scope },
      handler: async (request, reply) => {
        const answer = await route.handle({ ...read(request), ...tenantStore(parts, request.tenant) });
        return await sendAnswer(reply, route.status ?? 200, answer);
      },
    });
  }
  done();
};
