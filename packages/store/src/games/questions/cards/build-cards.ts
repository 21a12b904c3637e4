import type { Selectable } from "kysely";
import { dayOf } from "@hearth/core/identity/public-id";
import type { StoreContext } from "../../../context.ts";
import type { PlayBuildsTable } from "../../../schema.ts";
import { aside } from "../filters/aside.ts";

/** A build as a list's row names it. */
export interface BuildCard {
  readonly id: string;
  readonly version: string;
  /** Lower case, as filters take it. */
  readonly platform: string;
  /** As the game first spelled it. */
  readonly platformLabel: string;
  /** Null where the game named none. */
  readonly gitCommit: string | null;
  /** The latest a session of it named. */
  readonly channel: string | null;
}

/** The builds of a project with these row ids. */
export async function buildCards(
  context: StoreContext,
  projectId: number,
  rowIds: Iterable<number | null>,
): Promise<ReadonlyMap<number, BuildCard>> {
  const wanted = [...new Set(rowIds)].filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  const rows = await context.db
    .selectFrom("play_builds")
    .selectAll()
    .where(aside("project_id"), "=", projectId)
    .where("id", "in", wanted)
    .execute();
  return new Map(rows.map((row) => [row.id, buildCard(context, row)]));
}

export const buildCard = (
  { ids }: StoreContext,
  row: Omit<Selectable<PlayBuildsTable>, "project_id" | "last_session_at">,
): BuildCard => ({
  id: ids.encode("build", dayOf(row.created_at), row.id),
  version: row.version,
  platform: row.platform,
  platformLabel: row.platform_label,
  gitCommit: row.git_commit === "" ? null : row.git_commit,
  channel: row.channel,
});
