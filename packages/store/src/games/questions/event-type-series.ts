import { HearthError } from "@hearth/core/errors";
import { formatInstant } from "@hearth/core/time/instant";
import { resolveProject } from "../../access/resolve-project.ts";
import type { Question } from "../../context.ts";
import { eventHours } from "./rollups/event-hours.ts";
import { selectBuilds } from "./filters/select-builds.ts";
import { selectEnvironments } from "./filters/select-environments.ts";
import { timeRange } from "./filters/time-range.ts";

export interface EventTypeRequest {
  readonly project: string;
  /** Public id or name. */
  readonly environment?: string | undefined;
  /** Public id. */
  readonly build?: string | undefined;
  /** ISO 8601; seven days before `to` unless said. */
  readonly from?: string | undefined;
  /** ISO 8601; now unless said. */
  readonly to?: string | undefined;
  /** Hours for ranges up to three days, else days (of UTC), unless said. */
  readonly bucket?: "hour" | "day" | undefined;
  /** Types shown, 1 to 200; 50 unless said. */
  readonly limit?: number | undefined;
}

export interface EventTypeSeries {
  readonly eventType: string;
  readonly events: number;
  /** Buckets in which it occurred, in order; `at` is their beginning. */
  readonly points: readonly { readonly at: string; readonly events: number }[];
}

export interface EventTypeAnswer {
  readonly bucket: "hour" | "day";
  /** Widened to whole buckets. */
  readonly from: string;
  readonly to: string;
  /** Of all types, those not shown included. */
  readonly events: number;
  readonly typeCount: number;
  /** Most frequent first. */
  readonly types: readonly EventTypeSeries[];
}

const hour = 3_600_000;
const mostHours = { hour: 31 * 24, day: 400 * 24 };

/** How often each type of event occurred, by event time; what retention removed is counted. */
export const eventTypeSeries: Question<EventTypeRequest, EventTypeAnswer> = async (context, input) => {
  const project = await resolveProject(context, input.project);
  const { bucket, from, to } = buckets(input, context.now);
  const environments = await selectEnvironments(context, project, input.environment);
  const builds = await selectBuilds(context, project.id, { build: input.build });
  const place = { projectId: project.id, ...environments };
  const counted = eventHours(context, place, { from, to }).$if(builds !== undefined, (query) =>
    query.where("build_id", "in", builds!.among),
  );
  const totals = await counted
    .select((eb) => ["event_type", eb.fn.sum("events").as("events")])
    .groupBy("event_type")
    .orderBy("events", "desc")
    .orderBy("event_type")
    .execute();
  const shown = totals.slice(0, input.limit ?? 50);
  const width = bucket === "hour" ? 1 : 24;
  const points =
    shown.length === 0
      ? []
      : await counted
          .select((eb) => [
            "event_type",
            eb("hour", "/", eb.lit(width)).as("slot"),
            eb.fn.sum("events").as("events"),
          ])
          .where(
            "event_type",
            "in",
            shown.map((row) => row.event_type),
          )
          .groupBy(["event_type", "slot"])
          .orderBy("slot")
          .execute();
  const pointsOf = Map.groupBy(points, (row) => row.event_type);
  return {
    bucket,
    from: formatInstant(from * hour),
    to: formatInstant(to * hour),
    events: totals.reduce((sum, row) => sum + Number(row.events), 0),
    typeCount: totals.length,
    types: shown.map((row) => ({
      eventType: row.event_type,
      events: Number(row.events),
      points: (pointsOf.get(row.event_type) ?? []).map((point) => ({
        at: formatInstant(point.slot * width * hour),
        events: Number(point.events),
      })),
    })),
  };
};

function buckets(input: EventTypeRequest, now: number): { bucket: "hour" | "day"; from: number; to: number } {
  const given = timeRange(input);
  const end = given.to ?? now;
  const start = given.from ?? end - 7 * 24 * hour;
  const bucket = input.bucket ?? (end - start <= 72 * hour ? "hour" : "day");
  const width = bucket === "hour" ? hour : 24 * hour;
  const from = (Math.floor(start / width) * width) / hour;
  const to = (Math.ceil(end / width) * width) / hour;
  if (start >= end || to - from > mostHours[bucket] + 24) {
    const most = `${mostHours[bucket] / 24} days`;
    throw new HearthError(
      "invalid_request",
      `from must lie before to, and by at most ${most} for buckets of ${bucket === "hour" ? "an hour: ask for a shorter range, or for bucket=day" : "a day: ask for a shorter range"}.`,
      [{ path: "from", message: `must lie before to, by at most ${most}` }],
    );
  }
  return { bucket, from, to };
}
