import type { Kysely, Selectable } from "kysely";
import type { PlayReportsTable, Schema } from "../../schema.ts";
import { countReport, discountReport } from "./roll-ups.ts";

export type Report = Selectable<PlayReportsTable>;

/**
 * Takes a report that is about to be removed out of its issue. A duplicate lowers its root's occurrences;
 * of a root, the oldest duplicate inherits status, occurrences and the link to the issue it came back from.
 */
export async function leaveIssue(db: Kysely<Schema>, report: Report): Promise<void> {
  if (report.root_id !== null) return await leaveRoot(db, report, report.root_id);
  const heir = await duplicatesOf(db, report.id).selectAll().orderBy("id").limit(1).executeTakeFirst();
  if (heir) await inherit(db, report, heir);
  await passRegressions(db, report, heir?.id ?? null);
}

const duplicatesOf = (db: Kysely<Schema>, root: number) =>
  db.selectFrom("play_reports").where("root_id", "=", root);

async function leaveRoot(db: Kysely<Schema>, report: Report, root: number): Promise<void> {
  const newest = await duplicatesOf(db, root)
    .select("created_at")
    .where("id", "!=", report.id)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  await db
    .updateTable("play_reports")
    .set((row) => ({
      occurrences: row("occurrences", "-", 1),
      last_seen_at: newest?.created_at ?? row.ref("created_at"),
    }))
    .where("id", "=", root)
    .where("project_id", "=", report.project_id)
    .execute();
}

async function inherit(db: Kysely<Schema>, root: Report, heir: Report): Promise<void> {
  const promoted = {
    root_id: null,
    status: root.status,
    regression_of: root.regression_of,
    occurrences: root.occurrences - 1,
    last_seen_at: root.last_seen_at,
  };
  await discountReport(db, heir);
  await countReport(db, { ...heir, ...promoted });
  await db.updateTable("play_reports").set(promoted).where("id", "=", heir.id).execute();
  await db.updateTable("play_reports").set({ root_id: heir.id }).where("root_id", "=", root.id).execute();
}

/** Issues that came back from this one point to whoever stands for it now. They share its key. */
async function passRegressions(db: Kysely<Schema>, root: Report, heir: number | null): Promise<void> {
  if (root.dedupe_key === null) return;
  await db
    .updateTable("play_reports")
    .set({ regression_of: heir })
    .where("environment_id", "=", root.environment_id)
    .where("dedupe_key", "=", root.dedupe_key)
    .where("root_id", "is", null)
    .where("regression_of", "=", root.id)
    .execute();
}
