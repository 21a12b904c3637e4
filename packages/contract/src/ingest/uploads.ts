import { Type, type Static } from "../schema.ts";
import { Nullable, OptionalId, OptionalText, Words } from "./shapes.ts";

export const attachmentTypeWords = ["screenshot", "video", "save_state", "log_bundle", "other"] as const;

export const UploadBody = Type.Object(
  {
    sessionId: OptionalId("The session the file belongs to."),
    attachmentType: Words(attachmentTypeWords, "What the file is; decides its limits."),
    fileName: Type.String({ minLength: 1, maxLength: 1_024, description: "Name of the file." }),
    mimeType: OptionalText(256, "Content type of the file."),
    sizeBytes: Type.Optional(Nullable(Type.Number({ minimum: 0, description: "Size in bytes, a hint." }))),
  },
  { description: "Announces a file; the answer says where to PUT its bytes." },
);
export type UploadBody = Static<typeof UploadBody>;

export const UploadAnswer = Type.Object({
  uploadId: Type.String({ format: "uuid" }),
  storageKey: Type.String(),
  uploadUrl: Type.String({
    format: "uri",
    description: "PUT the bytes here, without a token, before expiresAt.",
  }),
  publicUrl: Nullable(Type.String()),
  expiresAt: Type.String({ format: "date-time" }),
  requiredHeaders: Type.Record(Type.String(), Type.String()),
  deleted: Type.Optional(Type.Boolean()),
});

export const UploadStoredAnswer = Type.Object({
  uploadId: Type.String({ format: "uuid" }),
  sizeBytes: Type.Integer(),
});
