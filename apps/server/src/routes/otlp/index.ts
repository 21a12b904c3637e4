import { HearthError } from "@hearth/core/errors";
import type { FastifyError, FastifyPluginCallback, FastifyReply, FastifyRequest } from "fastify";
import { drain } from "../../http/drain.ts";
import { refusalFor, retryAfter } from "../../http/error-answers.ts";
import type { Metrics } from "../../http/metrics.ts";
import { guardSlowBody } from "../../http/slow-body.ts";
import { statusOf } from "../../http/status-of.ts";
import { unpackBody } from "../../http/unpack-body.ts";
import type { Refusal } from "../../intake/intake-item.ts";
import type { WriterClient } from "../../intake/writer-client.ts";
import {
  encodingOf,
  exportAnswer,
  mediaTypes,
  type OtlpEncoding,
  statusAnswer,
} from "../../otlp/otlp-answer.ts";
import { readLogsJson } from "../../otlp/read-logs-json.ts";
import { readLogsProtobuf } from "../../otlp/read-logs-protobuf.ts";
import { countPointsJson, countPointsProtobuf } from "../../otlp/read-metrics.ts";
import { TelemetryBatch } from "../../otlp/telemetry-batch.ts";
import { submitTo } from "../engine/submit-signals.ts";
import { storeBatch } from "./store-batch.ts";
import { type TelemetryAccess, telemetrySenderOf } from "./telemetry-sender.ts";

export interface OtlpParts extends TelemetryAccess {
  readonly writer: WriterClient;
  readonly metrics: Metrics;
}

declare module "fastify" {
  interface FastifyRequest {
    /** How an OTLP request is written; undefined where it does not say, or in a way that is not known. */
    encoding: OtlpEncoding | undefined;
  }
}

/** Octets of a body, as sent and unpacked. */
const bodyLimit = 8 * 1024 * 1024;
const readLogs = { json: readLogsJson, protobuf: readLogsProtobuf };
const countPoints = { json: countPointsJson, protobuf: countPointsProtobuf };

/** The doors of OTLP/HTTP, at the addresses that its exporters know. */
export const otlpRoutes: FastifyPluginCallback<OtlpParts> = (app, { metrics, writer, ...access }, done) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit }, (_request, body, parsed) =>
    parsed(null, body),
  );
  app.decorateRequest("encoding");
  app.decorateRequest("sender");
  app.addHook("onRequest", async (request, reply) => {
    request.encoding = encodingOf(request.headers["content-type"]);
    // The library would refuse a type it cannot read, in words that exporters cannot.
    delete request.raw.headers["content-type"];
    reply.header("x-request-id", request.id);
    request.sender = await telemetrySenderOf(access, request);
  });
  app.addHook("preParsing", guardSlowBody);
  app.setErrorHandler((error: FastifyError, request, reply) => {
    drain(request, reply);
    return sendStatus(request, reply, refusalOf(error));
  });

  app.post("/v1/logs", { schema: { hide: true } }, async (request, reply) => {
    const { encoding, body } = await openBody(request);
    const now = Date.now();
    const batch = new TelemetryBatch({ user: request.sender.device?.user ?? null, now });
    readLogs[encoding](body, (record) => batch.take(record));
    metrics.noteTelemetry("call", await storeBatch(batch, submitTo(writer, request.sender, now)));
    metrics.noteTelemetry("dropped", batch.dropped);
    metrics.noteTelemetry("rejected", batch.rejected);
    const { rejected: count, fault: message } = batch;
    return await send(
      reply,
      encoding,
      exportAnswer(encoding, message === undefined ? undefined : { count, message }),
    );
  });

  app.post("/v1/metrics", { schema: { hide: true } }, async (request, reply) => {
    const { encoding, body } = await openBody(request);
    metrics.noteTelemetry("point", countPoints[encoding](body));
    return await send(reply, encoding, exportAnswer(encoding));
  });
  done();
};

async function openBody({
  body,
  encoding,
  headers,
}: FastifyRequest): Promise<{ encoding: OtlpEncoding; body: Buffer }> {
  if (encoding === undefined) {
    const message = `must be ${mediaTypes.protobuf} or ${mediaTypes.json}`;
    throw new HearthError(
      "unsupported_type",
      `Content-Type ${message}: set the exporter's protocol to http/protobuf or http/json.`,
      [{ path: "Content-Type", message }],
    );
  }
  const sent = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  return { encoding, body: await unpackBody(sent, headers["content-encoding"], bodyLimit) };
}

function refusalOf(error: FastifyError): Refusal {
  const refusal = refusalFor(error);
  if (error.code !== "FST_ERR_CTP_BODY_TOO_LARGE") return refusal;
  return { ...refusal, message: "The body is larger than the 8 MiB this door takes: export less at once." };
}

/** Failures as OTLP has them: a status in the encoding of the request, and when it is worth another try. */
function sendStatus(
  request: FastifyRequest,
  reply: FastifyReply,
  { code, message, cause }: Refusal,
): FastifyReply {
  request.cause = cause;
  const encoding = request.encoding ?? encodingOf(request.headers["content-type"]) ?? "json";
  const wait = retryAfter[code as keyof typeof retryAfter];
  if (wait !== undefined && !reply.hasHeader("retry-after")) reply.header("retry-after", wait);
  const status = statusOf(code);
  if (status === 401) reply.header("www-authenticate", "Bearer");
  return send(reply.code(status), encoding, statusAnswer(encoding, code, message));
}

const send = (reply: FastifyReply, encoding: OtlpEncoding, answer: Buffer): FastifyReply =>
  reply.header("content-type", mediaTypes[encoding]).header("cache-control", "no-store").send(answer);
