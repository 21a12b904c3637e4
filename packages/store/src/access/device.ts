import { formatInstant } from "@hearth/core/time/instant";
import type { Selectable } from "kysely";
import type { Mode } from "@hearth/core/access/secret-format";
import type { DevicesTable } from "../schema.ts";
import { credentialOf, type Credential } from "./credential.ts";

/** A device that sends coding sessions, on the wire. Both of its tokens are one device. */
export interface Device extends Credential {
  /** Whose sessions it sends. */
  readonly user: string;
  readonly mode: Mode;
  /** Since when it must sign what it sends; null until it was activated. */
  readonly activatedAt: string | null;
}

/**
 * @param row of its engine token
 * @param telemetryUse when its other token was last used, epoch milliseconds
 */
export function deviceOf(row: Selectable<DevicesTable>, telemetryUse: number | null = null): Device {
  const used = Math.max(row.last_used_at ?? 0, telemetryUse ?? 0);
  return {
    ...credentialOf({ ...row, last_used_at: used || null }),
    user: row.name,
    mode: row.mode,
    activatedAt: row.activated_at === null ? null : formatInstant(row.activated_at),
  };
}
