import { type Calendar, monthOfDay } from "@hearth/core/time/calendar";
import { noUsage, type UsageSums, type UsageTally, usageNames } from "@hearth/core/coding/usage-roll-up";
import { usageLevels } from "../../../coding/coding-schema.ts";
import type { Connection } from "../open.ts";
import type { CodingScope } from "./coding-scope.ts";
import type { Terms } from "./terms.ts";

/** Whose usage it is and in which stream its calls stand. Row ids of streams. */
export interface UsagePlace {
  readonly subjectId: number;
  readonly streamId: number;
}

/** One cell of the roll-ups. */
export interface UsageCell {
  readonly level: number;
  readonly subject: number;
  readonly period: number;
  readonly model: number;
  readonly stream: number;
  readonly sums: UsageSums;
}

/** Every subject of the organization together. */
export const allSubjects = 0;
const key = ["organization_id", "test", "level", "subject_id", "period", "model_id", "stream_id"];
const sums = [
  "sessions",
  "calls",
  "tokens_in",
  "tokens_out",
  "cache_read",
  "cache_write",
  "reasoning",
  "cost",
  "unpriced",
  "errors",
];

export type WriteUsage = (scope: CodingScope, calendar: Calendar, tally: UsageTally<UsagePlace>) => void;

/** Adds what a batch does to the roll-ups: to its quarter hours, and to the days, months and totals made of them. */
export function writeUsage(database: Connection, terms: Terms): WriteUsage {
  const add = database.prepare<number[]>(
    `insert into coding_usage (${[...key, ...sums].join(", ")})
      values (${[...key, ...sums].map(() => "?").join(", ")})
      on conflict do update set ${sums.map((name) => `${name} = ${name} + excluded.${name}`).join(", ")}`,
  );
  const drop = database.prepare<number[]>(
    `delete from coding_usage where ${key.map((name) => `${name} = ?`).join(" and ")}
      and sessions = 0 and calls = 0`,
  );
  return (scope, calendar, tally) => {
    const { organizationId, test } = scope;
    for (const { level, subject, period, model, stream, sums: delta } of usageCells(
      terms,
      scope,
      calendar,
      tally,
    )) {
      const place = [organizationId, test, level, subject, period, model, stream];
      add.run(...place, ...usageNames.map((name) => delta[name]));
      if (delta.calls <= 0 && delta.sessions <= 0) drop.run(...place);
    }
  };
}

/** The cells of all levels that a tally changes, in the order of the table's key. */
export function usageCells(
  terms: Terms,
  { organizationId }: CodingScope,
  calendar: Calendar,
  tally: UsageTally<UsagePlace>,
): UsageCell[] {
  const cells = new Map<string, UsageCell>();
  const note = (
    level: number,
    subject: number,
    period: number,
    model: number,
    stream: number,
    delta: Readonly<UsageSums>,
  ): void => {
    const name = `${level} ${subject} ${period} ${model} ${stream}`;
    let cell = cells.get(name);
    if (!cell) cells.set(name, (cell = { level, subject, period, model, stream, sums: noUsage() }));
    for (const each of usageNames) cell.sums[each] += delta[each];
  };
  const { quarter, day, month, ever } = usageLevels;
  for (const { subject, quarter: at, model: text, sums: delta } of tally.deltas()) {
    const model = terms.idOf(organizationId, text);
    const days = calendar.dayOf(at * 900_000);
    note(quarter, subject.subjectId, at, model, subject.streamId, delta);
    for (const whose of [subject.subjectId, allSubjects]) {
      note(day, whose, days, model, 0, delta);
      note(month, whose, monthOfDay(days), model, 0, delta);
      note(ever, whose, 0, model, 0, delta);
    }
  }
  return [...cells.values()].toSorted(
    (a, b) => a.level - b.level || a.subject - b.subject || a.period - b.period || a.model - b.model,
  );
}
