import { CodingStreamHeaders, CodingStreamQuery, Type } from "@hearth/contract";
import type { FastifyPluginCallback, FastifySchema } from "fastify";
import type { Authenticator } from "../../access/authenticator.ts";
import type { Feed, FeedRequest } from "../../feed/feed.ts";
import { type ApiLimits, demandApiKey } from "../../http/api-access.ts";
import { apiSchema } from "../../http/api-schema.ts";
import { requestReader } from "../../http/request-reader.ts";

interface StreamParts {
  readonly authenticator: Authenticator;
  readonly limits: ApiLimits;
  readonly feed: Feed;
}

const mediaType = "text/event-stream";
const scope = "read:sessions";
const query = CodingStreamQuery;

/** The live feed: an answer that does not end, so it is no route like the others. */
export const streamRoute: FastifyPluginCallback<StreamParts> = (
  app,
  { authenticator, limits, feed },
  done,
) => {
  demandApiKey(app, { authenticator, limits });
  app.addHook("preClose", (closed) => {
    feed.close();
    closed();
  });
  const read = requestReader({ query });
  app.get("/stream", { schema: schema(), config: { scope } }, async (request, reply) => {
    const { last_event_id, ...filter } = read(request).query as Parameters;
    // Nothing follows the head of an answer to HEAD.
    if (request.method === "HEAD") return await reply.type(mediaType).send();
    const { authorization, "last-event-id": header } = request.headers;
    const lastEventId = (header === undefined ? last_event_id : String(header)) || undefined;
    const key = await authenticator.apiKey(authorization);
    const begin = await feed.open({ key, authorization, lastEventId, filter });
    reply.type(mediaType).header("x-accel-buffering", "no").header("x-content-type-options", "nosniff");
    reply.hijack();
    const { raw } = reply;
    raw.shouldKeepAlive = false;
    for (const [name, value] of Object.entries(reply.getHeaders())) raw.setHeader(name, value!);
    raw.flushHeaders();
    begin(raw);
    return reply;
  });
  done();
};

type Parameters = FeedRequest["filter"] & { readonly last_event_id?: string };

function schema(): FastifySchema {
  const shown = apiSchema({
    method: "GET",
    path: "/stream",
    operationId: "streamCoding",
    summary: "Sessions and calls as they come and change, live",
    scope,
    query,
    answer: Type.String(),
  });
  const description =
    "Server-sent events, without end: session.started, session.updated, session.removed, signal, gap, reset.";
  return {
    ...shown,
    headers: CodingStreamHeaders,
    response: {
      ...(shown.response as object),
      200: { description, content: { [mediaType]: { schema: Type.String() } } },
    },
  };
}
