import type { Selectable } from "kysely";
import { millisecondsPerDay } from "@hearth/core/identity/public-id";
import type { RetentionTable } from "../../schema.ts";
import type { RemovalContext } from "../erasure/context.ts";
import { looseEventLane } from "./loose-event-lane.ts";
import { rejectionLane } from "./rejection-lane.ts";
import { sessionLane } from "./session-lane.ts";
import type { Lane } from "./lane.ts";
import { unclaimedUploadLane } from "./unclaimed-upload-lane.ts";
import { uploadDayLane } from "./upload-day-lane.ts";

/** The retention line for sessions of every channel without one of its own, and of none. */
const everythingElse = "*";

/** Everything a pass walks, in order. */
export async function lanesOf(context: RemovalContext, rejectionBytes: number): Promise<Lane[]> {
  const lines = await context.db
    .selectFrom("retention")
    .selectAll()
    .orderBy("project_id")
    .orderBy("channel")
    .execute();
  const lanes: Lane[] = [];
  for (const [projectId, own] of Map.groupBy(lines, (line) => line.project_id)) {
    lanes.push(...(await projectLanes(context, projectId, own)));
  }
  return [...lanes, unclaimedUploadLane, uploadDayLane, rejectionLane(rejectionBytes)];
}

async function projectLanes(
  context: RemovalContext,
  projectId: number,
  lines: readonly Selectable<RetentionTable>[],
): Promise<Lane[]> {
  const cutoffOf = ({ days }: { days: number }): number => context.now - days * millisecondsPerDay;
  const named = lines.filter(({ channel }) => channel !== everythingElse);
  const lanes = named.map((line) =>
    sessionLane({ projectId, channel: line.channel, cutoff: cutoffOf(line) }),
  );
  const rest = lines.find(({ channel }) => channel === everythingElse);
  if (!rest) return lanes;
  const cutoff = cutoffOf(rest);
  for (const channel of await channelsInUse(context, projectId)) {
    if (named.some((line) => line.channel === channel)) continue;
    lanes.push(sessionLane({ projectId, channel, cutoff }));
  }
  return [...lanes, sessionLane({ projectId, channel: null, cutoff }), looseEventLane({ projectId, cutoff })];
}

/** One look into the index per channel, however many sessions there are. */
async function channelsInUse({ db }: RemovalContext, projectId: number): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const last = found.at(-1);
    const next = await db
      .selectFrom("play_sessions")
      .select("channel")
      .where("project_id", "=", projectId)
      .where((row) => (last === undefined ? row("channel", "is not", null) : row("channel", ">", last)))
      .orderBy("channel")
      .limit(1)
      .executeTakeFirst();
    if (!next || next.channel === null) return found;
    found.push(next.channel);
  }
}
