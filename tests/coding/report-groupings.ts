import type { EventBody, SessionBody } from "./coding-answers.ts";

export interface Grouping {
  /** Of a report's rows. */
  readonly member: string;
  readonly of: (at: Grouped) => string | null;
}

/** How each grouping names the part of time, person or thing that something belongs to. */
export const groupings = {
  day: { member: "date", of: (at: Grouped) => at.time.slice(0, 10) },
  week: { member: "date", of: (at: Grouped) => mondayOf(at.time) },
  month: { member: "date", of: (at: Grouped) => `${at.time.slice(0, 7)}-01` },
  user: { member: "user_id", of: (at: Grouped) => at.user_id },
  project: { member: "project_id", of: (at: Grouped) => at.project_id },
  model: { member: "model", of: (at: Grouped) => at.model },
} satisfies Record<string, Grouping>;

function mondayOf(time: string): string {
  const day = new Date(time);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}

export type Grouped = Pick<EventBody, "user_id" | "project_id"> & {
  readonly time: string;
  readonly model: string | null;
};
export const ofEvent = (event: EventBody): Grouped => ({ ...event, time: event.ts });
export const ofSession = (session: SessionBody): Grouped => ({ ...session, time: session.started_at });
