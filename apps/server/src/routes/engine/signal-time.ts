import { HearthError } from "@hearth/core/errors";
import { formatInstant } from "@hearth/core/time/instant";
import { skewAllowed, type Verified } from "../../access/device-signature.ts";

/** Whether a clock that showed `time` is more than five minutes off. Epoch milliseconds. */
export const isOff = (time: number, now: number): boolean => Math.abs(now - time) > skewAllowed;

/** Whether the sender's signed clock is off. */
export const isClockOff = ({ sentAt }: Verified, now: number): boolean =>
  sentAt !== undefined && isOff(sentAt, now);

/** @throws HearthError `invalid_request` where the signed time of a request is off */
export function demandFresh(verified: Verified, now: number): void {
  if (!isClockOff(verified, now)) return;
  const message = clockText(now);
  throw new HearthError("invalid_request", `X-Forg-Timestamp ${message}.`, [
    { path: "X-Forg-Timestamp", message },
  ]);
}

export const clockText = (now: number): string =>
  `is more than 5 minutes from the server's time, ${formatInstant(now)}: set the clock and send this again`;

export const staleText = (now: number): string =>
  `is more than 5 minutes from the server's time, ${formatInstant(now)}: mark history with "backfill": true`;
