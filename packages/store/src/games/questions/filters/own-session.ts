import type { Selectable } from "kysely";
import { dayOf } from "@hearth/core/identity/public-id";
import type { StoreContext } from "../../../context.ts";
import type { PlaySessionsTable } from "../../../schema.ts";
import { notFound } from "../../erasure/tenant.ts";

export interface OwnSession {
  readonly session: Selectable<PlaySessionsTable>;
  readonly project: { readonly id: string; readonly name: string };
}

/**
 * The session of the caller's organization with this public id.
 * @throws HearthError `not_found`, the same for what does not exist and what belongs to another organization
 */
export async function ownSession({ db, ids, organizationId }: StoreContext, id: string): Promise<OwnSession> {
  const identity = ids.decode(id);
  if (identity?.kind !== "session") throw notFound("session", id);
  const session = await db
    .selectFrom("play_sessions")
    .selectAll()
    .where("id", "=", identity.row)
    .executeTakeFirst();
  if (!session || dayOf(session.started_at) !== identity.day) throw notFound("session", id);
  const project = await db
    .selectFrom("projects")
    .select(["public_id as id", "name"])
    .where("id", "=", session.project_id)
    .where("organization_id", "=", organizationId)
    .executeTakeFirst();
  if (!project) throw notFound("session", id);
  return { session, project };
}
