import { createHash } from "node:crypto";
import { requestKey, timeKey } from "@hearth/core/coding/call-identity";
import { normaliseRemote } from "@hearth/core/coding/repository";
import { type RecordReader, UnreadableRecord } from "./record-reader.ts";
import type { ToolCall, ToolCallFigures } from "./tool-call.ts";

/** One item of what the door of signals takes. */
export interface CallSignal {
  readonly id: string;
  readonly type: "post-tool";
  readonly adapter: string;
  readonly user_id?: string;
  readonly project_id?: string;
  /** Epoch milliseconds. */
  readonly ts: number;
  readonly metadata: ToolCallFigures & {
    readonly tool_session_id: string | null;
    readonly source: "otlp";
    readonly repository: string | null;
    readonly machine: string | null;
  };
}

/** Who sends: the user of a device, or null where each record names its own. */
export interface TelemetrySender {
  readonly user: string | null;
  /** Epoch milliseconds of receipt. */
  readonly now: number;
}

const longestKey = 256;

/**
 * A call as a signal.
 * @throws UnreadableRecord where nothing says whose or when it was
 */
export function signalOf(call: ToolCall, record: RecordReader, { user, now }: TelemetrySender): CallSignal {
  const named = user === null ? userOf(record) : null;
  const time = record.time();
  if (call.requestId === null && time === null) {
    throw new UnreadableRecord(
      "brings neither a time nor a request's id, so that a resend would count twice",
    );
  }
  const project = record.text("hearth.project", "forg.project_id", "project.id");
  return {
    id: keyOf(call, time ?? now, user ?? named!),
    type: "post-tool",
    adapter: call.adapter,
    ...(named !== null && { user_id: named }),
    ...(project !== null && { project_id: project }),
    ts: time ?? now,
    metadata: {
      ...call.figures,
      tool_session_id: call.toolSession,
      source: "otlp",
      repository: repositoryOf(record),
      machine: record.text("host.name"),
    },
  };
}

/** From the most lasting name of a person to the least: a random one for each installation. */
function userOf(record: RecordReader): string {
  const user = record.text("user.email", "user.account_uuid", "user.account_id", "user.id");
  if (user !== null) return user;
  throw new UnreadableRecord(
    "names nobody: send it with a device's telemetry token, or put user.id into the resource's attributes",
  );
}

/** The request's id joins a call with its transcript; without one, time and counts stand for it. */
function keyOf(
  { adapter, requestId, toolSession, nth, figures }: ToolCall,
  time: number,
  user: string,
): string {
  if (requestId !== null && requestKey(requestId).length <= longestKey) return requestKey(requestId);
  const within = [adapter, toolSession ?? user, ...(nth === null ? [] : [nth])];
  const { model, tokens_in: tokensIn = null, tokens_out: tokensOut = null } = figures;
  const key = timeKey(within, time, model, tokensIn, tokensOut);
  return key.length <= longestKey ? key : `time:${createHash("sha256").update(key).digest("hex")}`;
}

/** Without user and password, which some remotes carry. */
function repositoryOf(record: RecordReader): string | null {
  const remote = record.text("vcs.repository.url.full", "git.repository");
  return remote === null ? null : (normaliseRemote(remote) ?? null);
}
