import type { Readable } from "node:stream";
import { ErrorAnswer, UploadStoredAnswer } from "@hearth/contract";
import { HearthError } from "@hearth/core/errors";
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from "fastify";
import { Type } from "@hearth/contract";
import { drain } from "../../http/drain.ts";
import { refusalFor, sendRefusal } from "../../http/error-answers.ts";
import type { UploadIntake } from "../../files/upload-intake.ts";
import type { SignedLinks } from "../../files/signed-links.ts";

export interface FileParts {
  readonly uploads: UploadIntake;
  readonly links: SignedLinks;
}

type FileRequest = FastifyRequest<{
  Params: { upload: string };
  Querystring: { expires?: string; signature?: string };
}>;

const params = Type.Object({ upload: Type.String({ description: "The upload." }) });
const querystring = Type.Object({ expires: Type.String(), signature: Type.String() });

declare module "fastify" {
  interface FastifyRequest {
    /** Content-Type of a file as it was sent; the library would refuse what it cannot read. */
    sentType: string | undefined;
  }
}

/** Signed links: the bytes of an upload go in once, and come out as downloads. */
export const fileRoutes: FastifyPluginCallback<FileParts> = (app, { uploads, links }, done) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload, parsed) => parsed(null, payload));
  app.decorateRequest("sentType");
  app.addHook("onRequest", (request, _reply, next) => {
    request.sentType = request.raw.headers["content-type"];
    delete request.raw.headers["content-type"];
    next();
  });
  app.setErrorHandler((error, request, reply) => {
    drain(request, reply);
    return sendRefusal(request, reply, refusalFor(error));
  });

  app.put(
    "/files/:upload",
    {
      schema: {
        operationId: "putFile",
        summary: "Send the bytes of an upload to the URL it was given",
        tags: ["Files"],
        security: [],
        params,
        querystring,
        response: {
          200: UploadStoredAnswer,
          403: ErrorAnswer,
          409: ErrorAnswer,
          413: ErrorAnswer,
          415: ErrorAnswer,
        },
      },
    },
    async (request: FileRequest) => {
      const uploadId = demandGenuine(request, "put");
      const length = request.headers["content-length"];
      const body = (request.body as Readable | undefined) ?? request.raw;
      const sizeBytes = await uploads.take(uploadId, body, {
        type: request.sentType,
        length: length === undefined ? undefined : Number(length),
      });
      return { uploadId, sizeBytes };
    },
  );

  app.get(
    "/files/:upload",
    {
      schema: {
        operationId: "getFile",
        summary: "Download a file by a link from the console",
        tags: ["Files"],
        security: [],
        params,
        querystring,
        response: {
          200: Type.Unsafe<string>({ type: "string", format: "binary" }),
          403: ErrorAnswer,
          404: ErrorAnswer,
        },
      },
    },
    async (request: FileRequest, reply: FastifyReply) => {
      const file = await uploads.open(demandGenuine(request, "get"));
      reply
        .header("content-type", file.type)
        .header("content-length", file.bytes)
        .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
        .header("content-security-policy", "default-src 'none'; sandbox")
        .header("cache-control", "private, no-store");
      return await reply.send(file.body);
    },
  );
  done();

  /** @throws HearthError `forbidden` for a link that is not ours, is for another use, or has expired */
  function demandGenuine({ params: { upload }, query }: FileRequest, use: "put" | "get"): string {
    const expires = Number(query.expires);
    const uploadId = upload.toLowerCase();
    if (!links.isGenuine(use, uploadId, expires, query.signature ?? "")) {
      throw new HearthError(
        "forbidden",
        "This link is not valid: use it exactly as it was given, for what it was given.",
      );
    }
    if (expires < Date.now()) {
      throw new HearthError("forbidden", "This link has expired: ask for a new one.");
    }
    return uploadId;
  }
};
