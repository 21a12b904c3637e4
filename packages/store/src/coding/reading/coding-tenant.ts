import type { IdentityScope } from "@hearth/core/coding/call-identity";
import { type Calendar, calendarOf } from "@hearth/core/time/calendar";
import type { StoreContext } from "../../context.ts";
import { RecentMap } from "../../recent-map.ts";

/** How the caller's organization and mode name their calls and cut them into sessions. */
export interface CodingTenant extends IdentityScope {
  /** Milliseconds without a call that begin a new session. */
  readonly timeout: number;
  readonly calendar: Calendar;
}

/** A calendar remembers the offsets it was asked for. */
const calendars = new RecentMap<string, Calendar>(100);

export async function codingTenant({ db, organizationId, mode }: StoreContext): Promise<CodingTenant> {
  const row = await db
    .selectFrom("organizations")
    .select(["public_id", "session_timeout", "time_zone"])
    .where("id", "=", organizationId)
    .executeTakeFirstOrThrow();
  return {
    organization: row.public_id,
    mode,
    timeout: row.session_timeout * 1_000,
    calendar: calendars.getOrFind(row.time_zone, () => calendarOf(row.time_zone))!,
  };
}

/** The value of the columns `test`. */
export const testOf = ({ mode }: Pick<StoreContext, "mode">): 0 | 1 => (mode === "test" ? 1 : 0);
