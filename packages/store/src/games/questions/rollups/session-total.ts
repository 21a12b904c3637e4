import type { SessionStatus } from "@hearth/core/games/session-status";
import type { StoreContext } from "../../../context.ts";
import type { SessionClass } from "../../../schema.ts";
import type { SessionSelection } from "../filters/select-sessions.ts";
import { sessionBranches } from "../filters/session-branches.ts";
import { sessionRows } from "../filters/session-rows.ts";
import type { TimeRange } from "../filters/time-range.ts";
import { countRows } from "../pages/count-rows.ts";
import { hourRange, rangeOfHours, type Hours } from "./hour-range.ts";
import { sessionCounts } from "./session-hours.ts";

/** Roll-up classes a status is made of, and which of their sessions are still open instead. */
const parts: Record<Exclude<SessionStatus, "open">, { classes: readonly SessionClass[]; open?: 0 | 1 }> = {
  ok: { classes: ["ok"] },
  crashed: { classes: ["crashed"] },
  abnormal: { classes: ["abnormal", "declared"], open: 1 },
  unknown: { classes: ["undeclared"], open: 0 },
};

/** How many sessions a selection has now: from the roll-ups, and from rows at the ends of its range. */
export async function sessionTotal(context: StoreContext, selection: SessionSelection): Promise<number> {
  const { status, player, range } = selection;
  if (player !== undefined || status === "open") return countBranches(context, selection, range);
  const { hours, edges } = hourRange(range);
  let total = 0;
  for (const edge of edges) total += await countBranches(context, selection, edge);
  if (hours === null) return total;
  if (status === undefined) return total + (await countHours(context, selection, hours));
  const { classes, open } = parts[status];
  total += await countHours(context, selection, hours, classes);
  return open === undefined ? total : total - (await countOpen(context, selection, hours, open));
}

async function countBranches(
  context: StoreContext,
  selection: SessionSelection,
  range: TimeRange,
): Promise<number> {
  let total = 0;
  for (const branch of sessionBranches(selection)) {
    total += await countRows(sessionRows(context, selection, branch, range));
  }
  return total;
}

async function countHours(
  context: StoreContext,
  selection: SessionSelection,
  hours: Hours,
  classes?: readonly SessionClass[],
): Promise<number> {
  const { builds, channel } = selection;
  const { sessions, aged } = await sessionCounts(context, selection, hours)
    .$if(builds !== undefined, (query) => query.where("build_id", "in", builds!.among))
    .$if(channel !== undefined, (query) => query.where("channel", "=", channel!))
    .$if(classes !== undefined, (query) => query.where("class", "in", classes!))
    .select((eb) => [eb.fn.sum("sessions").as("sessions"), eb.fn.sum("aged").as("aged")])
    .executeTakeFirstOrThrow();
  return Number(sessions) - Number(aged);
}

async function countOpen(
  context: StoreContext,
  selection: SessionSelection,
  hours: Hours,
  lifecycle: 0 | 1,
): Promise<number> {
  const open = sessionRows(context, selection, { ending: "open" }, rangeOfHours(hours));
  return countRows(open.where("lifecycle", "=", lifecycle));
}
