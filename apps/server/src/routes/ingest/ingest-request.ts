import { scanEvents } from "@hearth/core/games/intake/scan-events";
import type { IngestScope } from "@hearth/core/games/intake/scope";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Door, DoorOptions, IntakeAnswer } from "../../intake/intake-item.ts";
import { bodyText } from "../../intake/body-text.ts";
import type { WriterClient } from "../../intake/writer-client.ts";
import { refusalFor, sendRefusal } from "../../http/error-answers.ts";
import { unpackBody } from "../../http/unpack-body.ts";

/** Octets of a body, as sent and inflated. */
export const bodyLimit = 2 * 1024 * 1024;

declare module "fastify" {
  interface FastifyRequest {
    /** Where the token of an ingest request may write. */
    scope: IngestScope;
  }
}

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
    body = await unpackBody(sent, request.headers["content-encoding"], bodyLimit);
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

/** Header values are ASCII: whatever a game named is shown without its other letters. */
const headerText = (text: string): string => text.replaceAll(/[^\x20-\x7e]+/g, "?");
