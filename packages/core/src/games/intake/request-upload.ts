import { HearthError } from "../../errors.ts";
import { dayOf } from "../../identity/public-id.ts";
import { safeFileName } from "../file-name.ts";
import { uploadLimits } from "../upload-limits.ts";
import type { AttachmentType } from "../vocabulary.ts";
import type { PlayDesk } from "./desk.ts";
import { demand, findSession } from "./references.ts";
import type { IngestContext } from "./scope.ts";

/** An upload announced, checked for shape. */
export interface UploadRequest {
  readonly sessionId: string | null;
  readonly attachmentType: AttachmentType;
  readonly fileName: string;
  readonly mimeType: string | null;
  readonly sizeBytes: number | null;
}

export interface UploadReceipt {
  readonly uploadId: string;
  readonly storageKey: string;
  readonly deleted: boolean;
}

/**
 * Makes the record of a file that is about to be sent. The size is a hint (a log grows meanwhile), but one
 * over the limit of its kind is refused here, before the game sends it in vain.
 * @throws HearthError `too_large`, `invalid_request`, `forbidden`
 */
export function requestUpload(
  desk: PlayDesk,
  { scope, now }: IngestContext,
  request: UploadRequest,
): UploadReceipt {
  const limit = uploadLimits[request.attachmentType].bytes;
  if (request.sizeBytes !== null && request.sizeBytes > limit) {
    throw new HearthError(
      "too_large",
      `A ${request.attachmentType} may have ${limit} bytes and this one has ${request.sizeBytes}: shrink or split it.`,
      [{ path: "sizeBytes", message: `must be at most ${limit}` }],
    );
  }
  const session =
    request.sessionId === null
      ? undefined
      : demand(findSession(desk, scope, request.sessionId), "session", "sessionId");

  const id = desk.nextRow("upload");
  const uploadId = desk.ids.encode("upload", dayOf(now), id);
  const [year, month] = new Date(now).toISOString().split("-");
  const storageKey = `uploads/${year}/${month}/${uploadId}-${safeFileName(request.fileName)}`;
  if (session === "deleted") return { uploadId, storageKey, deleted: true };
  desk.changes.uploads.push({
    id,
    organizationId: scope.organizationId,
    projectId: scope.projectId,
    environmentId: scope.environmentId,
    tokenId: scope.tokenId,
    sessionId: session?.id ?? null,
    attachmentType: request.attachmentType,
    fileName: request.fileName,
    mimeType: request.mimeType,
    declaredBytes: request.sizeBytes,
    storageKey,
    createdAt: now,
    arrived: false,
    bytes: null,
  });
  if (session) desk.changes.touchSession(session.id, now, { uploads: 1 });
  return { uploadId, storageKey, deleted: false };
}
