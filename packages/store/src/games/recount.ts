import type { Connection } from "../engines/sqlite/open.ts";
import type { Check } from "./recount/check.ts";
import { counterCheck, counterRepair, counters } from "./recount/counters.ts";
import { orphanCheck, orphans } from "./recount/orphans.ts";
import { rollUpCheck, rollUpRepair, rollUps } from "./recount/roll-ups.ts";

/** Something the database holds twice, and not alike. */
export interface Difference {
  /** What disagrees, for instance `play_event_hours.events` or `play_report_events without play_events`. */
  readonly check: string;
  /** Row ids and roll-up keys that name the place. */
  readonly at: Readonly<Record<string, number | string>>;
  /** What is kept and what the rows say; both null where a row points to one that is not there. */
  readonly stored: number | null;
  readonly counted: number | null;
}

const mostPerCheck = 1000;

/**
 * Compares every count kept beside the rows with a recount of them, and looks for rows whose others are
 * gone. Roll-ups are compared without what retention has aged; the counters of a session are those of the
 * rows that exist. Sees one moment, also beside a running server; answers at most a thousand differences
 * of a kind.
 */
export function recountPlay(database: Connection): Difference[] {
  const checks = [...rollUps.map(rollUpCheck), ...counters.map(counterCheck), ...orphans.map(orphanCheck)];
  const recount = database.transaction(() => checks.flatMap((check) => differencesOf(database, check)));
  return recount();
}

function differencesOf(database: Connection, { check, sql }: Check): Difference[] {
  const rows = database.prepare<[], DifferenceRow>(`${sql} limit ${mostPerCheck}`).all();
  return rows.map(({ stored, counted, ...at }) => ({ check, at, stored, counted }));
}

type DifferenceRow = Record<string, number | string> & { stored: number | null; counted: number | null };

/**
 * Writes roll-ups, session counters and occurrences anew from the rows and keeps what retention has aged.
 * Rows that point to others which are gone are left as they are. Opens a transaction of its own.
 */
export function repairRollups(database: Connection): void {
  const statements = [...rollUps.flatMap(rollUpRepair), ...counters.map(counterRepair)];
  const repair = database.transaction(() => {
    for (const statement of statements) database.prepare(statement).run();
  });
  repair.immediate();
}
