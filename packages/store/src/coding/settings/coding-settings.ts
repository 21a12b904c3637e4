import type { StoreContext } from "../../context.ts";

/** What an organization has set of its coding side. */
export interface CodingSettings {
  readonly organization: { readonly id: string; readonly name: string };
  /** Seconds without a call that begin a new session. */
  readonly sessionTimeout: number;
  /** IANA name; whose days and months reports count. */
  readonly timeZone: string;
  /** Days that calls are kept; null for ever. */
  readonly callDays: number | null;
}

/** Those of the caller's organization. */
export async function codingSettings({ db, organizationId }: StoreContext): Promise<CodingSettings> {
  const row = await db
    .selectFrom("organizations")
    .select(["public_id", "name", "session_timeout", "time_zone", "call_days"])
    .where("id", "=", organizationId)
    .executeTakeFirstOrThrow();
  return {
    organization: { id: row.public_id, name: row.name },
    sessionTimeout: row.session_timeout,
    timeZone: row.time_zone,
    callDays: row.call_days,
  };
}
