import { dayOf } from "@hearth/core/identity/public-id";
import type { ErasureCommand } from "./context.ts";
import { removeRejections } from "./remove-rejections.ts";
import { removeSession, sessionColumns } from "./remove-session.ts";
import { type Removed, sumRemoved } from "./removed.ts";
import { notFound, tenantOf } from "./tenant.ts";

/**
 * Deletes a play session by its public id, with its events, its uploads, the reports filed in it and the
 * refused requests that name it. What still arrives for it is answered as deleted and stores nothing.
 * @throws HearthError `not_found`, the same for what does not exist and what belongs to another organization
 */
export const deleteSession: ErasureCommand<{ session: string }, Removed> = async (context, input) => {
  const identity = context.ids.decode(input.session);
  if (identity?.kind !== "session") throw notFound("session", input.session);
  const session = await context.db
    .selectFrom("play_sessions")
    .select(sessionColumns)
    .where("id", "=", identity.row)
    .executeTakeFirst();
  const tenant = session && (await tenantOf(context, session.project_id));
  if (!tenant || dayOf(session.started_at) !== identity.day) throw notFound("session", input.session);

  const removed = await removeSession(context, session);
  const rejections = await removeRejections(context, {
    projectId: session.project_id,
    from: session.started_at,
  });
  const at = Math.max(context.now, session.started_at);
  context.ledger.append({ ...tenant, kind: "session", identifier: input.session.toLowerCase(), at });
  return sumRemoved(removed, { rejections });
};
