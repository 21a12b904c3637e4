import type { SelectQueryBuilder } from "kysely";
import { idleSince } from "@hearth/core/games/session-status";
import type { StoreContext } from "../../../context.ts";
import type { Schema } from "../../../schema.ts";
import { aside } from "./aside.ts";
import type { SessionBranch, SessionEnding } from "./session-branches.ts";
import type { SessionSelection } from "./select-sessions.ts";
import type { TimeRange } from "./time-range.ts";

type SessionQuery = SelectQueryBuilder<Schema, "play_sessions", object>;
type FilterColumn = "environment_id" | "build_id" | "channel" | "outcome" | "last_activity_at";

/** The sessions of one branch of a selection that started within `range`. */
export function sessionRows(
  { db, now }: StoreContext,
  selection: SessionSelection,
  branch: SessionBranch,
  { from, to }: TimeRange,
): SessionQuery {
  const { projectId, environmentId, builds, channel, player } = selection;
  const { ending, build } = branch;
  const driver = driverOf(selection, branch);
  let query: SessionQuery = db.selectFrom("play_sessions").where("project_id", "=", projectId);
  if (player !== undefined && branch.player !== undefined) query = ofPlayer(query, player, branch.player);
  if (environmentId !== undefined) query = where(query, driver, "environment_id", "=", environmentId);
  if (channel !== undefined) query = where(query, driver, "channel", "=", channel);
  if (build !== undefined) query = where(query, driver, "build_id", "=", build);
  else if (builds !== undefined) query = query.where(aside("build_id"), "in", builds.among);
  if (ending !== undefined) query = withEnding(query, driver, ending, idleSince(now));
  // What is found by its last activity is few, whatever the range.
  const started = driver === "last_activity_at" ? aside("started_at") : "started_at";
  if (from !== undefined) query = query.where(started, ">=", from);
  if (to !== undefined) query = query.where(started, "<", to);
  return query;
}

/**
 * The column whose index is read, the likely rarest first. An engine without statistics guesses by the
 * number of columns an index shares with the query, and then sorts what it need not.
 */
function driverOf(
  { environmentId, channel }: SessionSelection,
  { player, build, ending }: SessionBranch,
): FilterColumn | undefined {
  if (player !== undefined) return undefined;
  if (ending === "open") return "last_activity_at";
  if (build !== undefined) return "build_id";
  if (ending === "crashed" || ending === "abnormal") return "outcome";
  if (channel !== undefined) return "channel";
  if (environmentId !== undefined) return "environment_id";
  return ending === "ok" ? "outcome" : undefined;
}

/** Filters by a column; unless it drives, in a form that no index answers. */
function where(
  query: SessionQuery,
  driver: FilterColumn | undefined,
  column: FilterColumn,
  operator: "=" | "<=" | ">",
  value: number | string,
): SessionQuery {
  return query.where(driver === column ? column : aside<number | string>(column), operator, value);
}

function ofPlayer(query: SessionQuery, player: string, identity: "external" | "device"): SessionQuery {
  if (identity === "external") return query.where("player_external_id", "=", player);
  return query
    .where("player_device_id", "=", player)
    .where((eb) => eb(eb.fn.coalesce("player_external_id", eb.val("")), "<>", player));
}

function withEnding(
  query: SessionQuery,
  driver: FilterColumn | undefined,
  ending: SessionEnding,
  idle: number,
): SessionQuery {
  if (ending === "ok" || ending === "crashed" || ending === "abnormal") {
    return where(query, driver, "outcome", "=", ending);
  }
  const unended = query.where("outcome", "is", null);
  if (ending === "open") return where(unended, driver, "last_activity_at", ">", idle);
  return where(unended, driver, "last_activity_at", "<=", idle).where(
    "lifecycle",
    "=",
    ending === "silent-declared" ? 1 : 0,
  );
}
