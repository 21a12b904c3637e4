import { createHash } from "node:crypto";
import type { Connection } from "../../engines/sqlite/open.ts";

/** A request with a valid token that was answered 4xx. */
export interface Rejection {
  readonly projectId: number;
  readonly environmentId: number;
  readonly tokenId: number;
  /** Null where the body names no build that is known. */
  readonly buildId: number | null;
  readonly door: "sessions" | "events" | "uploads" | "reports" | "session-end";
  /** Path parameter of the door, where it has one. */
  readonly subject: string | null;
  /** HTTP status answered. */
  readonly status: number;
  readonly message: string;
  readonly details: readonly { readonly path: string; readonly message: string }[];
  /** As sent, inflated. */
  readonly body: Uint8Array;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
}

const hashLength = 16;

/**
 * Keeps a refused request. The same one refused again is counted, not kept twice: clients retry. Runs in
 * the writer's transaction.
 */
export function recordRejection(database: Connection, rejection: Rejection): void {
  const { door, subject, body } = rejection;
  const hash = createHash("sha256")
    .update(`${door}\n${subject ?? ""}\n`)
    .update(body)
    .digest();
  database.prepare(statement).run({
    ...rejection,
    details: JSON.stringify(rejection.details),
    bodyHash: hash.subarray(0, hashLength),
  });
}

const statement = `
  insert into rejections (
    project_id, environment_id, token_id, build_id, door, subject, status, message, details,
    body, body_hash, seen, received_at
  ) values (
    @projectId, @environmentId, @tokenId, @buildId, @door, @subject, @status, @message, @details,
    @body, @bodyHash, 1, @receivedAt
  )
  on conflict (token_id, body_hash) do update set
    seen = rejections.seen + 1,
    build_id = coalesce(excluded.build_id, rejections.build_id),
    status = excluded.status,
    message = excluded.message,
    details = excluded.details,
    received_at = excluded.received_at`;
