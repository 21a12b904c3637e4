import { attachmentTypeWords } from "../ingest/uploads.ts";
import { Nullable, Words } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";
import { Instant, NullableText, PublicId } from "./shapes.ts";

export const UploadedFile = Type.Object({
  id: PublicId(),
  attachmentType: Words(attachmentTypeWords, "What the file is."),
  fileName: Type.String(),
  mimeType: NullableText(),
  declaredBytes: Nullable(Type.Number({ description: "Size announced, a hint." })),
  bytes: Nullable(Type.Integer({ description: "Size stored; null while the file has not arrived." })),
  createdAt: Instant(),
  arrivedAt: Nullable(Instant("Null while the file has not arrived.")),
});

export const FileLink = Type.Object({
  url: Type.String({ format: "uri" }),
  expiresAt: Instant(),
});
