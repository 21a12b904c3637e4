/** The days and months of a time zone, as whole numbers. Instants are epoch milliseconds. */
export interface Calendar {
  /** Local days since 1970-01-01. */
  readonly dayOf: (time: number) => number;
  /** The first instant of a local day. */
  readonly dayStart: (day: number) => number;
  /** 12 × year + month, January being 0. */
  readonly monthOf: (time: number) => number;
  /** The first instant of a local month. */
  readonly monthStart: (month: number) => number;
}

const quarter = 900_000;
const day = 86_400_000;
const mostRemembered = 50_000;

/**
 * The calendar of an IANA time zone. Offsets are asked of the platform once a quarter hour, within which none
 * has changed since 2012.
 * @throws RangeError where there is no such zone
 */
export function calendarOf(timeZone: string): Calendar {
  const offset = offsetsOf(timeZone);
  const dayOf = (time: number): number => Math.floor((time + offset(time)) / day);
  const dayStart = (wanted: number): number => {
    let start = wanted * day - offset(wanted * day);
    while (dayOf(start) < wanted) start += quarter;
    while (dayOf(start - quarter) >= wanted) start -= quarter;
    return start;
  };
  return {
    dayOf,
    dayStart,
    monthOf: (time) => monthOfDay(dayOf(time)),
    monthStart: (month) => dayStart(Date.UTC(Math.floor(month / 12), month % 12) / day),
  };
}

/** The month, 12 × year + month, that a day since 1970-01-01 lies in. */
export function monthOfDay(days: number): number {
  const date = new Date(days * day);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}

function offsetsOf(timeZone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  if (format.resolvedOptions().timeZone === "UTC") return () => 0;
  const known = new Map<number, number>();
  return (time) => {
    const at = Math.floor(time / quarter);
    let offset = known.get(at);
    if (offset === undefined) {
      if (known.size >= mostRemembered) known.clear();
      const name = format.formatToParts(at * quarter).find(({ type }) => type === "timeZoneName")!.value;
      known.set(at, (offset = readOffset(name)));
    }
    return offset;
  };
}

/** Milliseconds of `GMT`, `GMT+05:45` or `GMT-08:00`. */
function readOffset(name: string): number {
  const match = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name);
  const [, sign, hours = 0, minutes = 0, seconds = 0] = match ?? [];
  const size = Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1_000;
  return sign === "-" ? -size : size;
}
