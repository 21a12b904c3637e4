import { type CodingSessionStatus, codingSessionStatus } from "@hearth/core/coding/coding-session-status";
import type { StoreContext } from "../../context.ts";
import type { CodingTenant } from "../reading/coding-tenant.ts";
import type { SessionRow } from "./session-rows.ts";

/** Whether each session is over by now, in the order given. */
export async function sessionStatuses(
  context: StoreContext,
  { timeout }: CodingTenant,
  rows: readonly SessionRow[],
): Promise<CodingSessionStatus[]> {
  const { now } = context;
  const recent = rows.filter((row) => now - row.last_time < timeout);
  const ends = await newestEnds(context, recent);
  return rows.map((row) =>
    codingSessionStatus({ last: { time: row.last_time, hash: "" } }, ends.get(row.stream_id), now, timeout),
  );
}

/** The newest end of each session's stream, where one is not older than the oldest of the last calls. */
async function newestEnds(
  { db, organizationId }: StoreContext,
  rows: readonly SessionRow[],
): Promise<ReadonlyMap<number, number>> {
  if (rows.length === 0) return new Map();
  const ends = await db
    .selectFrom("coding_ends")
    .where("organization_id", "=", organizationId)
    .where(
      "stream_id",
      "in",
      rows.map((row) => row.stream_id),
    )
    .where("time", ">=", Math.min(...rows.map((row) => row.last_time)))
    .select(({ fn }) => ["stream_id", fn.max("time").as("time")])
    .groupBy("stream_id")
    .execute();
  return new Map(ends.map(({ stream_id, time }) => [stream_id, time]));
}
