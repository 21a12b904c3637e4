import { isWindowedId } from "@hearth/core/coding/session-name";
import { HearthError } from "@hearth/core/errors";
import type { StoreContext } from "../../context.ts";
import { namedStream, type StreamRow, streamsById } from "../reading/coding-streams.ts";
import { type CodingTenant, testOf } from "../reading/coding-tenant.ts";
import { findKeyed } from "../reading/find-keyed.ts";
import { sessionAt } from "../reading/session-at.ts";
import type { SessionRow } from "./session-rows.ts";

export interface FoundSession {
  readonly session: SessionRow;
  readonly stream: StreamRow;
}

/**
 * The session that an id names: its client's own name for it, or what the server derived from any call that it
 * holds now. A call that stands aside is in none.
 */
export async function findSession(
  context: StoreContext,
  tenant: CodingTenant,
  id: string,
): Promise<FoundSession | undefined> {
  if (isWindowedId(id)) {
    const found = await findKeyed(context, tenant, id);
    if (!found || !("call" in found)) return undefined;
    const { stream_id: streamId, time, hash } = found.call;
    const stream = (await streamsById(context, [streamId])).get(streamId);
    const session = stream && (await sessionAt(context, { streamId, time, hash }));
    return session && { session, stream };
  }
  const stream = await namedStream(context, id);
  if (!stream) return undefined;
  const session = await context.db
    .selectFrom("coding_sessions")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("stream_id", "=", stream.id)
    .where("test", "=", testOf(context))
    .executeTakeFirst();
  return session && { session, stream };
}

/** @throws HearthError `not_found`, the same for what does not exist and what is another tenant's */
export async function ownSession(
  context: StoreContext,
  tenant: CodingTenant,
  id: string,
): Promise<FoundSession> {
  const found = await findSession(context, tenant, id);
  if (found) return found;
  throw notFound("session", id, context);
}

export const notFound = (kind: "session" | "event", id: string, { mode }: StoreContext): HearthError =>
  new HearthError(
    "not_found",
    `There is no ${kind} ${id.slice(0, 128)} among this organization's ${mode} data: check the id, the key's mode, and whether it was deleted.`,
    [{ path: kind, message: `Must be the id of a ${kind} of this organization and mode.` }],
  );
