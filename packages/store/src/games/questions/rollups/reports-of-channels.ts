import type { StoreContext } from "../../../context.ts";
import type { TimeRange } from "../filters/time-range.ts";
import type { RollUpPlace } from "./roll-up-place.ts";
import { aside } from "../filters/aside.ts";

/**
 * Reports per build (0 for none) of the channels that pass, empty standing for none. The roll-up of
 * reports knows no channel, so that rows are read: those of the range, through the index by receipt.
 */
export async function reportsOfChannels(
  { db }: StoreContext,
  { projectId, environmentIds }: RollUpPlace,
  { from, to }: TimeRange,
  includes: (channel: string) => boolean,
): Promise<ReadonlyMap<number, number>> {
  const rows = await db
    .selectFrom("play_reports")
    .select((eb) => ["build_id", "channel", eb.fn.countAll().as("reports")])
    .where("project_id", "=", projectId)
    .where(aside("environment_id"), "in", environmentIds)
    .$if(from !== undefined, (query) => query.where("created_at", ">=", from!))
    .$if(to !== undefined, (query) => query.where("created_at", "<", to!))
    .groupBy(["build_id", "channel"])
    .execute();
  const counts = new Map<number, number>();
  for (const row of rows) {
    if (!includes(row.channel ?? "")) continue;
    const build = row.build_id ?? 0;
    counts.set(build, (counts.get(build) ?? 0) + Number(row.reports));
  }
  return counts;
}
