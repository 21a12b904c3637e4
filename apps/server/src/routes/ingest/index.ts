import {
  EventsAnswer,
  EventsBody,
  ReportAnswer,
  ReportBody,
  SessionEndAnswer,
  SessionEndBody,
  SessionStartAnswer,
  SessionStartBody,
  UploadAnswer,
  UploadBody,
} from "@hearth/contract";
import type { FastifyPluginCallback, FastifyRequest } from "fastify";
import { Type } from "@hearth/contract";
import type { IngestAccess } from "../../access/ingest-access.ts";
import { baseUrl } from "../../http/base-url.ts";
import { drain } from "../../http/drain.ts";
import { refusalFor, sendRefusal } from "../../http/error-answers.ts";
import type { Config } from "../../config.ts";
import type { SignedLinks } from "../../files/signed-links.ts";
import type { WriterClient } from "../../intake/writer-client.ts";
import type { Door } from "../../intake/intake-item.ts";
import { guardSlowBody } from "../../http/slow-body.ts";
import { ingestSchema } from "./ingest-schema.ts";
import { bodyLimit, takeIn } from "./ingest-request.ts";

export interface IngestParts {
  readonly config: Config;
  readonly access: IngestAccess;
  readonly writer: WriterClient;
  readonly links: SignedLinks;
}

const uploadLinkLife = 3_600_000;
const doorOf: Readonly<Record<string, Door>> = {
  "/v1/ingest/sessions": "sessions",
  "/v1/ingest/sessions/:id/end": "session-end",
  "/v1/ingest/events": "events",
  "/v1/ingest/uploads": "uploads",
  "/v1/ingest/reports": "reports",
};

/** The doors that games call. */
export const ingestRoutes: FastifyPluginCallback<IngestParts> = (
  app,
  { config, access, writer, links },
  done,
) => {
  app.removeAllContentTypeParsers();
  // Whatever a game calls it, the body is read as JSON; the writer says so where it is none.
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit }, (_request, body, parsed) =>
    parsed(null, body),
  );
  app.decorateRequest("scope");
  app.addHook("onRequest", async (request) => {
    // The library would refuse a type it cannot read, and with it a report.
    delete request.raw.headers["content-type"];
    request.scope = await access.scopeOf(request);
  });
  app.addHook("preParsing", guardSlowBody);
  app.setErrorHandler(async (error, request, reply) => {
    const refusal = refusalFor(error);
    drain(request, reply);
    const door = doorOf[request.routeOptions.url ?? ""];
    if (door && request.scope && refusal.code !== "overloaded" && refusal.code !== "internal") {
      await writer.submit({
        door,
        scope: request.scope,
        now: Date.now(),
        body: Buffer.alloc(0),
        options: { refused: refusal },
      });
    }
    return await sendRefusal(request, reply, refusal);
  });

  app.post(
    "/v1/ingest/sessions",
    { schema: ingestSchema("startSession", "Start a play session", SessionStartBody, SessionStartAnswer) },
    async (request, reply) => {
      const key = request.headers["idempotency-key"];
      const options = typeof key === "string" && key !== "" ? { idempotencyKey: key.slice(0, 256) } : {};
      return (await takeIn(writer, request, reply, "sessions", options))?.body ?? reply;
    },
  );

  app.post<{ Params: { id: string } }>(
    "/v1/ingest/sessions/:id/end",
    {
      schema: {
        ...ingestSchema("endSession", "End a play session", SessionEndBody, SessionEndAnswer),
        params: Type.Object({ id: Type.String({ description: "The session." }) }),
      },
    },
    async (request, reply) =>
      (await takeIn(writer, request, reply, "session-end", { sessionId: request.params.id }))?.body ?? reply,
  );

  app.post<{ Querystring: { partial?: string } }>(
    "/v1/ingest/events",
    {
      schema: {
        ...ingestSchema("recordEvents", "Send one event or many", EventsBody, EventsAnswer),
        querystring: Type.Object({
          partial: Type.Optional(
            Type.String({ description: "true: store every good event and answer for each." }),
          ),
        }),
      },
    },
    async (request, reply) =>
      (await takeIn(writer, request, reply, "events", { partial: request.query.partial === "true" }))?.body ??
      reply,
  );

  app.post(
    "/v1/ingest/uploads",
    {
      schema: ingestSchema(
        "requestUpload",
        "Announce a file and get the URL to PUT it to",
        UploadBody,
        UploadAnswer,
      ),
    },
    async (request, reply) => {
      const answer = await takeIn(writer, request, reply, "uploads");
      return answer ? uploadAnswer(request, answer.body) : reply;
    },
  );

  app.post(
    "/v1/ingest/reports",
    { schema: ingestSchema("fileReport", "File a bug report", ReportBody, ReportAnswer) },
    async (request, reply) => (await takeIn(writer, request, reply, "reports"))?.body ?? reply,
  );
  done();

  function uploadAnswer(request: FastifyRequest, body: string): object {
    const { mimeType, ...receipt } = JSON.parse(body) as {
      uploadId: string;
      storageKey: string;
      mimeType: string | null;
    };
    const expires = Date.now() + uploadLinkLife;
    return {
      ...receipt,
      uploadUrl: baseUrl(config, request) + links.pathFor("put", receipt.uploadId, expires),
      publicUrl: null,
      expiresAt: new Date(expires).toISOString(),
      requiredHeaders: { "Content-Type": mimeType ?? "application/octet-stream" },
    };
  }
};
