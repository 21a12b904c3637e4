import type { EventBody, SessionBody } from "./coding-answers.ts";

/** Where something belongs in a report. */
export interface Grouped {
  readonly item: EventBody | SessionBody;
  /** Epoch milliseconds. */
  readonly time: number;
  /** The local day, such as `2026-05-04`. */
  readonly date: string;
}

export interface Grouping {
  /** Of a report's rows. */
  readonly member: string;
  readonly of: (at: Grouped) => string | null;
}

/** How each grouping names the part of time, person or thing that something belongs to. */
export const groupings = {
  day: { member: "date", of: ({ date }) => date },
  week: { member: "date", of: ({ date }) => mondayOf(date) },
  month: { member: "date", of: ({ date }) => `${date.slice(0, 7)}-01` },
  user: { member: "user_id", of: ({ item }) => item.user_id },
  project: { member: "project_id", of: ({ item }) => item.project_id },
  model: { member: "model", of: ({ item }) => item.model },
} satisfies Record<string, Grouping>;

function mondayOf(date: string): string {
  const day = new Date(date);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}

/** @param zone IANA name */
export function groupedIn(zone: string): (item: EventBody | SessionBody) => Grouped {
  const calendar = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
  return (item) => {
    const time = Date.parse("ts" in item ? item.ts : item.started_at);
    return { item, time, date: calendar.format(time) };
  };
}

/** Whether something lies in a report's range, whose ends are local days or instants. */
export const isWithin =
  (from: string, to: string) =>
  ({ time, date }: Grouped): boolean =>
    from.length === 10 ? date >= from && date < to : time >= Date.parse(from) && time < Date.parse(to);
