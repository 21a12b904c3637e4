import { dayOf } from "@hearth/core/identity/public-id";
import type { StoreContext } from "../../../context.ts";
import { aside } from "../filters/aside.ts";

export const reportId = (
  { ids }: StoreContext,
  row: { readonly id: number; readonly created_at: number },
): string => ids.encode("report", dayOf(row.created_at), row.id);

/** Public ids of the reports of a project with these row ids. */
export async function reportIds(
  context: StoreContext,
  projectId: number,
  rowIds: readonly (number | null)[],
): Promise<ReadonlyMap<number, string>> {
  const wanted = [...new Set(rowIds)].filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  const rows = await context.db
    .selectFrom("play_reports")
    .select(["id", "created_at"])
    .where(aside("project_id"), "=", projectId)
    .where("id", "in", wanted)
    .execute();
  return new Map(rows.map((row) => [row.id, reportId(context, row)]));
}
