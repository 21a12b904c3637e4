import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import cors from "@fastify/cors";
import { HearthError } from "@hearth/core/errors";
import { type FastifyInstance, fastify } from "fastify";
import type { Logger } from "pino";
import { Type } from "@hearth/contract";
import type { Config } from "../config.ts";
import { version } from "../version.ts";
import { apiDocument } from "./api-document.ts";
import { stripPrefix } from "./base-url.ts";
import { type ApiLimits, faultBeforeRoute, isApiPath } from "./api-access.ts";
import { answerNotFound, refusalFor, sendRefusal } from "./error-answers.ts";
import type { Metrics } from "./metrics.ts";
import type { Authenticator } from "../access/authenticator.ts";

/** Milliseconds a connection may be silent, headers may take to arrive, and a stop waits for what is under way. */
const idleConnection = 65_000;
const headerPatience = 15_000;
const stopPatience = 5_000;

interface HttpParts {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly authenticator: Authenticator;
  readonly limits: ApiLimits;
}

/** The HTTP server with what all routes share: request ids, errors, CORS, limits, document, health. */
export async function httpServer(
  { requestsPerMinute }: Config,
  { log, metrics, authenticator, limits }: HttpParts,
): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    genReqId: requestIds(),
    rewriteUrl: ({ url = "/" }) => stripPrefix(url),
    keepAliveTimeout: idleConnection,
    connectionTimeout: idleConnection,
    requestTimeout: 0,
    http: { headersTimeout: headerPatience, connectionsCheckingInterval: headerPatience / 3 },
    forceCloseConnections: "idle",
    return503OnClosing: false,
    routerOptions: { maxParamLength: 256 },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) =>
      void sendRefusal(request, reply, refusalFor(faultBeforeRoute(limits, request, reply, error))),
  });
  // What a client expects beyond HTTP is no reason to lose what it sends.
  app.server.on("checkExpectation", (request, response) => app.server.emit("request", request, response));
  app.addHook("preClose", (done) => {
    setTimeout(() => app.server.closeAllConnections(), stopPatience).unref();
    done();
  });
  // Shapes are checked by each route's reader and, for games, by the writer: these only document.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  app.setErrorHandler((error, request, reply) => sendRefusal(request, reply, refusalFor(error)));
  app.setNotFoundHandler(answerNotFound);
  app.decorateRequest("cause", undefined);
  app.addHook("onResponse", (request, reply, done) => {
    const { statusCode } = reply;
    const line = {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      statusCode,
    };
    if (statusCode >= 500) log.error({ ...line, ...request.cause }, "request failed");
    else if (log.isLevelEnabled("debug"))
      log.debug({ ...line, ms: Math.round(reply.elapsedTime) }, "request");
    done();
  });
  app.addHook("onSend", (_request, reply, _payload, done) => {
    reply.raw.setHeader("x-content-type-options", "nosniff");
    done();
  });
  await app.register(cors, {
    origin: "*",
    strictPreflight: false,
    methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    allowedHeaders: [
      "Authorization",
      "Content-Type",
      "Content-Encoding",
      "Idempotency-Key",
      "Last-Event-ID",
      "X-Forg-Adapter-Protocol",
      "X-Forg-Signature",
      "X-Forg-Timestamp",
    ],
    exposedHeaders: [
      "Retry-After",
      "X-Request-Id",
      "X-Hearth-Warnings",
      "X-RateLimit-Limit",
      "X-RateLimit-Remaining",
      "X-RateLimit-Reset",
    ],
    maxAge: 86_400,
  });
  if (requestsPerMinute > 0) {
    const { default: rateLimit } = await import("@fastify/rate-limit");
    await app.register(rateLimit, {
      max: requestsPerMinute,
      timeWindow: 60_000,
      // These have limits of their own (`api-access.ts`).
      allowList: ({ url }) => isApiPath(url),
      keyGenerator: ({ headers, ip }) => headers.authorization ?? ip,
      errorResponseBuilder: () =>
        new HearthError("rate_limited", "Too many requests: slow down and send this again."),
    });
  }
  metrics.mount(app, authenticator);
  await apiDocument(app);
  app.get("/health", { schema: healthSchema }, () => ({ status: "ok", version }));
  return app;
}

const healthSchema = {
  operationId: "health",
  summary: "Whether the server answers",
  tags: ["Server"],
  security: [],
  response: { 200: Type.Object({ status: Type.Literal("ok"), version: Type.String() }) },
};

/** Unlike one another across restarts, and cheap. */
function requestIds(): () => string {
  const start = randomBytes(4).toString("hex");
  let count = 0;
  return () => `req_${start}${(count++).toString(16).padStart(4, "0")}`;
}

/** What cannot be parsed as HTTP at all still gets an answer in our words. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const [status, message]: readonly [string, string] =
    error.code === "HPE_HEADER_OVERFLOW"
      ? ["431 Request Header Fields Too Large", "The headers are too large: send fewer."]
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? ["408 Request Timeout", "The request took too long to arrive."]
        : ["400 Bad Request", "This is not a valid HTTP request."];
  const [code = "400", ...words] = status.split(" ");
  const body = JSON.stringify({
    statusCode: Number(code),
    error: words.join(" "),
    message,
    details: [],
    requestId: "req_none",
  });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
