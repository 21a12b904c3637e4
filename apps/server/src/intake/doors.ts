import { SessionEndBody, SessionStartBody, UploadBody, shapeCheck } from "@hearth/contract";
import { HearthError } from "@hearth/core/errors";
import type { PlayDesk } from "@hearth/core/games/intake/desk";
import { endSession } from "@hearth/core/games/intake/end-session";
import { fileReport } from "@hearth/core/games/intake/file-report";
import { keepPayload } from "@hearth/core/games/intake/payload";
import { readReport } from "@hearth/core/games/intake/read-report";
import { receiveUpload } from "@hearth/core/games/intake/receive-upload";
import { requestUpload } from "@hearth/core/games/intake/request-upload";
import type { IngestContext } from "@hearth/core/games/intake/scope";
import { startSession } from "@hearth/core/games/intake/start-session";
import { memberSpan } from "@hearth/core/json/json-spans";
import { storableText } from "@hearth/core/json/storable-text";
import { parseInstant } from "@hearth/core/time/instant";
import type { Door, DoorOptions } from "./intake-item.ts";
import { decideEvents } from "./events-door.ts";
import { demandShape, readBody } from "./read-body.ts";

/** What a door answers when it takes what was sent: JSON text, and warnings for the header. */
export interface DoorAnswer {
  readonly body: string;
  readonly warnings?: string;
}

/** Reads a body and decides on it; whatever is to be written is noted in the desk's changes. */
export type DecideDoor = (
  desk: PlayDesk,
  context: IngestContext,
  body: Buffer,
  options: DoorOptions,
) => DoorAnswer;

const sessionStart = shapeCheck(SessionStartBody);
const sessionEnd = shapeCheck(SessionEndBody);
const upload = shapeCheck(UploadBody);

const text = (value: string | null | undefined): string | null =>
  value === undefined || value === null || value === "" ? null : storableText(value);

const decideSessionStart: DecideDoor = (desk, context, body, options) => {
  const { text: json, value } = readBody(body);
  demandShape(sessionStart, value);
  const span = value.metadata ? memberSpan(json, 0, "metadata") : undefined;
  const metadata = span && keepPayload(json, span);
  const { idempotent, deleted, ...receipt } = startSession(desk, context, {
    version: storableText(value.build.version),
    platform: storableText(value.build.platform),
    gitCommit: text(value.build.gitCommit) ?? "",
    channel: value.build.channel || null,
    playerExternalId: text(value.player?.externalId),
    playerDeviceId: text(value.player?.deviceId),
    metadata: metadata?.text ?? null,
    sentAt: text(value.sentAt),
    lifecycle: value.lifecycle === true,
    idempotencyKey: options.idempotencyKey ?? null,
  });
  const flags = { ...(idempotent && { idempotent }), ...(deleted && { deleted }) };
  const answer = { body: JSON.stringify({ ...receipt, ...flags }) };
  return metadata?.warning === undefined ? answer : { ...answer, warnings: `metadata: ${metadata.warning}` };
};

const decideSessionEnd: DecideDoor = (desk, context, body, { sessionId = "" }) => {
  const { value } = readBody(body.length === 0 ? Buffer.from('{"status":"ok"}') : body);
  demandShape(sessionEnd, value);
  const sent = value.endedAt ? parseInstant(value.endedAt) : undefined;
  const end = { sessionId, status: value.status, endedAt: sent ?? context.now };
  const { deleted, ...receipt } = endSession(desk, context, end);
  return {
    body: JSON.stringify(deleted ? { ...receipt, deleted } : receipt),
    ...(value.endedAt &&
      sent === undefined && { warnings: "endedAt cannot be read as ISO 8601; server time is used" }),
  };
};

const decideUpload: DecideDoor = (desk, context, body) => {
  const { value } = readBody(body);
  demandShape(upload, value);
  const { deleted, ...receipt } = requestUpload(desk, context, {
    sessionId: text(value.sessionId),
    attachmentType: value.attachmentType,
    fileName: storableText(value.fileName),
    mimeType: text(value.mimeType),
    sizeBytes: typeof value.sizeBytes === "number" ? Math.ceil(value.sizeBytes) : null,
  });
  const mimeType = text(value.mimeType);
  return { body: JSON.stringify({ ...receipt, mimeType, ...(deleted && { deleted }) }) };
};

const decideReport: DecideDoor = (desk, context, body) => {
  const { text: json, value } = readBody(body);
  const { id, status, idempotent, warnings, ...others } = fileReport(desk, context, readReport(json, value));
  const answer = {
    id,
    reportId: id,
    ...(idempotent ? { idempotent } : { status }),
    ...(others.duplicateOf !== null && { duplicateOf: others.duplicateOf }),
    ...(others.regressionOf !== null && { regressionOf: others.regressionOf }),
    ...(warnings.length > 0 && !idempotent && { warnings }),
  };
  return { body: JSON.stringify(answer) };
};

const decideArrival: DecideDoor = (desk, { now }, _body, { arrival }) => {
  if (!arrival) throw new HearthError("internal", "An upload arrived without its row.");
  receiveUpload(desk, now, arrival);
  return { body: "" };
};

export const doors: Readonly<Record<Door, DecideDoor>> = {
  sessions: decideSessionStart,
  "session-end": decideSessionEnd,
  events: decideEvents,
  uploads: decideUpload,
  reports: decideReport,
  "upload-arrival": decideArrival,
};
