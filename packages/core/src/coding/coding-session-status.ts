import type { SessionWindow } from "./session-windows.ts";

export const codingSessionStatuses = ["active", "ended"] as const;
export type CodingSessionStatus = (typeof codingSessionStatuses)[number];

/**
 * Whether a call that came now would still belong to the session; computed when read, never stored.
 * @param lastEnd the newest end at or after the session's last call, if any: for a named session its own
 * @param timeout milliseconds; for named sessions too, since nobody may ever end them
 */
export function codingSessionStatus(
  { last }: Pick<SessionWindow, "last">,
  lastEnd: number | undefined,
  now: number,
  timeout: number,
): CodingSessionStatus {
  const isEnded = lastEnd !== undefined && lastEnd >= last.time;
  return !isEnded && now - last.time < timeout ? "active" : "ended";
}
