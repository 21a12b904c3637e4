import { allows } from "@hearth/core/access/scopes";
import { HearthError } from "@hearth/core/errors";
import { type ShapeCheck, type TObject, type TSchema, shapeCheck, textCheck } from "@hearth/contract";
import { distance } from "fastest-levenshtein";
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from "fastify";
import type { Authenticator } from "../access/authenticator.ts";
import type { Config } from "../config.ts";
import type { SignedLinks } from "../files/signed-links.ts";
import { shapeError } from "../intake/read-body.ts";
import type { WriterClient } from "../intake/writer-client.ts";
import type { ReaderClient } from "../reading/reader-client.ts";
import { baseUrl } from "./base-url.ts";
import type { ConsoleRequest, ConsoleRoute, ReplayInput, ReplayOutcome } from "./console-route.ts";
import { consoleSchema } from "./console-schema.ts";
import { refusalFor, sendRefusal } from "./error-answers.ts";
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

declare module "fastify" {
  interface FastifyRequest {
    /** The organization whose key a console request brought. */
    organizationId: number;
  }
}

const downloadLinkLife = 900_000;
const bodyLimit = 1024 * 1024;

/** Mounts the console's routes: checks key and shapes, binds every read and write to the key's organization. */
export const consoleRequests: FastifyPluginCallback<ConsoleParts> = (app, parts, done) => {
  app.decorateRequest("organizationId", 0);
  app.addHook("onRequest", async (request) => {
    const key = await parts.authenticator.apiKey(request.headers.authorization);
    if (!allows(key.scopes, "admin") || key.mode !== "live") {
      throw new HearthError(
        "forbidden",
        "This API key may not use the console: make one with the scope admin.",
      );
    }
    request.organizationId = key.organizationId;
  });
  app.addHook("preParsing", guardSlowBody);
  app.setErrorHandler((error, request, reply) => sendRefusal(request, reply, refusalFor(error)));
  for (const route of parts.routes) {
    const check = lazyChecks(route);
    app.route({
      method: route.method,
      url: route.path,
      bodyLimit,
      schema: consoleSchema(route),
      handler: async (request, reply) => await handle(parts, route, check, request, reply),
    });
  }
  done();
};

interface Checks {
  readonly params: () => ShapeCheck<TSchema> | undefined;
  readonly query: () => ShapeCheck<TSchema> | undefined;
  readonly body: () => ShapeCheck<TSchema> | undefined;
}

/** Compiled when first needed: a start does not wait for routes that nobody calls. */
function lazyChecks({ params, query, body }: ConsoleRoute): Checks {
  return {
    params: lazily(params, textCheck),
    query: lazily(query, textCheck),
    body: lazily(body, shapeCheck),
  };
}

function lazily(
  shape: TSchema | undefined,
  compile: (shape: TSchema) => ShapeCheck<TSchema>,
): () => ShapeCheck<TSchema> | undefined {
  let check: ShapeCheck<TSchema> | undefined;
  return () => (check ??= shape && compile(shape));
}

async function handle(
  { config, writer, reader, links }: ConsoleParts,
  route: ConsoleRoute,
  checks: Checks,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { organizationId } = request;
  const call: ConsoleRequest<Record<string, unknown>, Record<string, unknown>, unknown> = {
    params: readTexts(route.params, checks.params(), request.params),
    query: readTexts(route.query, checks.query(), request.query),
    body: readValue(checks.body(), request.body),
    ask: async (name, input) => await reader.ask(name, organizationId, input),
    order: async (name, input) => (await writer.order(name, organizationId, input)) as never,
    fileLink(uploadId) {
      const expires = Date.now() + downloadLinkLife;
      const url = baseUrl(config, request) + links.pathFor("get", uploadId, expires);
      return { url, expiresAt: new Date(expires).toISOString() };
    },
    replay: async (rejection) => await replay(writer, rejection),
  };
  const answer = await route.handle(call);
  reply.code(route.status ?? 200);
  if (route.status === 204) return await reply.send();
  reply.header("content-type", "application/json; charset=utf-8").header("cache-control", "no-store");
  return await reply.send(typeof answer === "string" ? answer : JSON.stringify(answer));
}

/** Parameters arrive as text and are read as what their shape says. */
function readTexts(
  shape: TObject | undefined,
  check: ShapeCheck<TSchema> | undefined,
  sent: unknown,
): Record<string, unknown> {
  const given = { ...(sent as Record<string, unknown>) };
  const known = Object.keys(shape?.properties ?? {});
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) throw unknownParameter(name, known);
  }
  if (!shape || !check) return {};
  return readValue(check, given) as Record<string, unknown>;
}

function readValue(check: ShapeCheck<TSchema> | undefined, value: unknown): unknown {
  if (check && !check.fits(value)) throw shapeError(check.faults(value));
  return check ? value : undefined;
}

function unknownParameter(name: string, known: readonly string[]): HearthError {
  const nearest = known.toSorted((a, b) => distance(a, name) - distance(b, name))[0];
  const shown = name.slice(0, 64);
  const advice = nearest === undefined ? "this route takes none" : `did you mean ${nearest}?`;
  return new HearthError("invalid_request", `The parameter ${shown} is not known: ${advice}`, [
    {
      path: shown,
      message: nearest === undefined ? "is not known" : `is not known; the nearest is ${nearest}`,
    },
  ]);
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
