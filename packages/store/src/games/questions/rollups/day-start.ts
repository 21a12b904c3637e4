import { HearthError } from "@hearth/core/errors";

/**
 * The midnight before `now` in a time zone. Epoch milliseconds.
 * @param timeZone IANA name
 * @throws HearthError `invalid_request` for a zone that is not known
 */
export function dayStart(now: number, timeZone: string): number {
  const clock = clockIn(timeZone);
  const back = sinceMidnight(clock, now);
  const start = now - back;
  // A change of the clock since midnight puts the first guess off by as much, to either side.
  const off = sinceMidnight(clock, start);
  const day = 86_400_000;
  return off === 0 ? start : off < day / 2 ? start - off : start + (day - off);
}

function sinceMidnight(clock: Intl.DateTimeFormat, at: number): number {
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const seconds = (parts.get("hour")! * 60 + parts.get("minute")!) * 60 + parts.get("second")!;
  return seconds * 1000 + (((at % 1000) + 1000) % 1000);
}

function clockIn(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hourCycle: "h23",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    throw new HearthError(
      "invalid_request",
      `There is no time zone "${timeZone.slice(0, 60)}": name one such as Europe/Berlin, or leave timeZone out for UTC.`,
      [{ path: "timeZone", message: "must be an IANA time zone" }],
    );
  }
}
