import { ApiErrorAnswer } from "@hearth/contract";
import type { FastifyInstance, FastifySchema } from "fastify";
import type { DeviceAccess, EngineSender, SendingDevice } from "../../access/device-access.ts";
import { drain } from "../../http/drain.ts";
import { refusalFor, sendRefusal } from "../../http/error-answers.ts";
import { requestReader } from "../../http/request-reader.ts";
import { routeSchema } from "../../http/route-schema.ts";
import { tenantStore } from "../../http/route.ts";
import { sendAnswer } from "../../http/send-answer.ts";
import { guardSlowBody } from "../../http/slow-body.ts";
import { unpackBody } from "../../http/unpack-body.ts";
import { readBody } from "../../intake/read-body.ts";
import type { WriterClient } from "../../intake/writer-client.ts";
import type { ReaderClient } from "../../reading/reader-client.ts";
import type { EngineRoute } from "./engine-route.ts";
import { demandFresh } from "./signal-time.ts";
import { submitTo } from "./submit-signals.ts";

export interface EngineParts {
  readonly devices: DeviceAccess;
  readonly writer: WriterClient;
  readonly reader: ReaderClient;
  readonly routes: readonly EngineRoute[];
}

declare module "fastify" {
  interface FastifyRequest {
    /** Who sends an engine request. */
    sender: EngineSender;
  }
  interface FastifyContextConfig {
    /** Whether a route of the engine takes API keys beside devices. */
    takesKeys?: boolean;
  }
}

/** Octets of a body, as sent and unpacked. */
const sentLimit = 2 * 1024 * 1024;
const unpackedLimit = 4 * 1024 * 1024;
const noOctets = Buffer.alloc(0);

/** Mounts the routes of `/engine/v1`: finds the sender, checks its signature on what came over the wire, then reads it. */
export async function engineRequests(app: FastifyInstance, parts: EngineParts): Promise<void> {
  const { devices, writer, routes } = parts;
  app.removeAllContentTypeParsers();
  // Whatever an adapter calls it, the body is read as JSON.
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: sentLimit }, (_request, body, parsed) =>
    parsed(null, body),
  );
  app.decorateRequest("sender");
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id).header("cache-control", "no-store");
    delete request.raw.headers["content-type"];
    request.sender = await devices.senderOf(request, request.routeOptions.config.takesKeys === true);
  });
  app.addHook("preParsing", guardSlowBody);
  app.setErrorHandler((error, request, reply) => {
    drain(request, reply);
    return sendRefusal(request, reply, refusalFor(error));
  });
  for (const route of routes) {
    const read = requestReader(route);
    app.route({
      method: route.method,
      url: route.path,
      schema: engineSchema(route),
      config: { takesKeys: route.takesKeys === true },
      handler: async (request, reply) => {
        const now = Date.now();
        const { sender } = request;
        const sent = Buffer.isBuffer(request.body) ? request.body : noOctets;
        const verified = devices.verify(sender, request, sent, route.method !== "GET" && !route.givesKey);
        if (!route.judgesTime) demandFresh(verified, now);
        const octets = await unpackBody(sent, request.headers["content-encoding"], unpackedLimit);
        if (route.body) request.body = octets.length === 0 ? undefined : readBody(octets).value;
        const answer = await route.handle({
          ...read(request),
          ...tenantStore(parts, sender.tenant),
          sender,
          verified,
          octets,
          now,
          submit: submitTo(writer, sender, now),
          signingKey: (device: SendingDevice) => devices.signingKey(device),
        });
        return await sendAnswer(reply, route.status ?? 200, answer);
      },
    });
  }
  await Promise.resolve();
}

const statuses = [400, 401, 403, 404, 409, 413, 415, 429, 503] as const;

/** What the API document says of a route of `/engine/v1`. */
function engineSchema(route: EngineRoute): FastifySchema {
  const schema = routeSchema(route, {
    tag: "Engine",
    security: [{ deviceToken: [] }, ...(route.takesKeys ? [{ apiKey: ["write:signals"] }] : [])],
    refusals: Object.fromEntries(statuses.map((status) => [status, ApiErrorAnswer])),
  });
  return { ...schema, ...(route.bodyShape && { body: route.bodyShape }) };
}
