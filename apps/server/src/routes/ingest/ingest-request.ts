import { promisify } from "node:util";
import { type BrotliOptions, type ZlibOptions, brotliDecompress, gunzip, inflate } from "node:zlib";
import { HearthError } from "@hearth/core/errors";
import { scanEvents } from "@hearth/core/games/intake/scan-events";
import type { IngestScope } from "@hearth/core/games/intake/scope";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Door, DoorOptions, IntakeAnswer } from "../../intake/intake-item.ts";
import { bodyText } from "../../intake/body-text.ts";
import type { WriterClient } from "../../intake/writer-client.ts";
import { refusalFor, sendRefusal } from "../../http/error-answers.ts";

/** Octets of a body, as sent and inflated. */
export const bodyLimit = 2 * 1024 * 1024;

declare module "fastify" {
  interface FastifyRequest {
    /** Where the token of an ingest request may write. */
    scope: IngestScope;
  }
}

const unpackers = new Map([
  ["gzip", promisify<Buffer, ZlibOptions, Buffer>(gunzip)],
  ["x-gzip", promisify<Buffer, ZlibOptions, Buffer>(gunzip)],
  ["deflate", promisify<Buffer, ZlibOptions, Buffer>(inflate)],
  ["br", promisify<Buffer, BrotliOptions, Buffer>(brotliDecompress)],
]);

/**
 * Passes a body to the writer and waits until it is stored. Returns undefined after answering a refusal.
 * A body that never reaches its door is kept with the reason all the same.
 */
export async function takeIn(
  writer: WriterClient,
  request: FastifyRequest,
  reply: FastifyReply,
  door: Door,
  options: DoorOptions = {},
): Promise<(IntakeAnswer & { body: string }) | undefined> {
  const sent = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const now = Date.now();
  let body: Buffer;
  try {
    body = await unpack(sent, request.headers["content-encoding"]);
  } catch (error) {
    const refused = refusalFor(error);
    await writer.submit({ door, scope: request.scope, now, body: sent, options: { ...options, refused } });
    sendRefusal(request, reply, refused);
    return undefined;
  }
  // Walked here, on the thread that has time: the writer's is what intake waits for.
  const spans = door === "events" && !options.partial ? scanEvents(bodyText(body)) : undefined;
  const known = spans ? { ...options, spans } : options;
  const answer = await writer.submit({ door, scope: request.scope, now, body, options: known });
  if ("refusal" in answer) {
    sendRefusal(request, reply, answer.refusal);
    return undefined;
  }
  reply.code(201).header("content-type", "application/json; charset=utf-8");
  if (answer.warnings !== undefined) reply.header("x-hearth-warnings", headerText(answer.warnings));
  return answer;
}

/** @throws HearthError `unsupported_type`, `too_large` or `invalid_request` */
async function unpack(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? "identity";
  if (name === "identity" || name === "") return body;
  const unpacker = unpackers.get(name);
  if (!unpacker) {
    const message = `Content-Encoding ${name.slice(0, 40)} is not known here: send gzip, deflate, br or none.`;
    throw new HearthError("unsupported_type", message, [
      { path: "Content-Encoding", message: "must be gzip, deflate or br" },
    ]);
  }
  try {
    return await unpacker(body, { maxOutputLength: bodyLimit });
  } catch (error) {
    if (error instanceof RangeError) {
      throw new HearthError("too_large", "The body is larger than 2 MiB when unpacked: send less at once.", [
        { path: "body", message: `must have at most ${bodyLimit} bytes unpacked` },
      ]);
    }
    throw new HearthError(
      "invalid_request",
      `The body is not valid ${name}: pack it whole, or send it unpacked.`,
      [{ path: "body", message: `cannot be unpacked as ${name}` }],
    );
  }
}

/** Header values are ASCII: whatever a game named is shown without its other letters. */
const headerText = (text: string): string => text.replaceAll(/[^\x20-\x7e]+/g, "?");
