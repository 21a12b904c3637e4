import { CodingStreamHeaders, CodingStreamQuery, Type } from "@hearth/contract";
import type { FastifyPluginCallback, FastifyReply } from "fastify";
import type { Authenticator } from "../../access/authenticator.ts";
import type { Feed } from "../../feed/feed.ts";
import { type ApiLimits, demandApiKey } from "../../http/api-access.ts";
import { apiRoute } from "../../http/api-route.ts";
import { apiSchema } from "../../http/api-schema.ts";
import { requestReader } from "../../http/request-reader.ts";

interface StreamParts {
  readonly authenticator: Authenticator;
  readonly limits: ApiLimits;
  readonly feed: Feed;
}

const mediaType = "text/event-stream";
const description =
  "Server-sent events: session.started, session.updated, session.removed, signal, gap, reset (docs/api/coding.md).";

const route = apiRoute({
  method: "GET",
  path: "/stream",
  operationId: "streamCoding",
  summary: "Sessions and calls as they come and change, live",
  scope: "read:sessions",
  query: CodingStreamQuery,
  answer: Type.String(),
  handle: async () => await Promise.resolve(),
});
