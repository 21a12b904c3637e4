import { calendarOf, monthOfDay } from "@hearth/core/time/calendar";
import { usageLevels } from "../../../coding/coding-schema.ts";
import type { Connection } from "../open.ts";
import type { CodingScope } from "./coding-scope.ts";
import { allSubjects, usageKey, usageSums } from "./usage-cells.ts";

const quarter = 900_000;

/**
 * Adds up the days and months of a time zone anew from the quarter hours, which know no zone. Within the
 * caller's transaction, in one go: half of it would be days of two zones.
 */
export function rebuildDays(database: Connection, scope: CodingScope, timeZone: string): void {
  const calendar = calendarOf(timeZone);
  const deterministic = { deterministic: true };
  database.function("hearth_day_of", deterministic, (period) => calendar.dayOf(Number(period) * quarter));
  database.function("hearth_month_of", deterministic, (day) => monthOfDay(Number(day)));

  const { organizationId, test } = scope;
  const { day, month } = usageLevels;
  const own = "organization_id = @organizationId and test = @test";
  const totals = usageSums.map((name) => `sum(${name})`).join(", ");
  /** Cells that others are added up to. */
  const add = (to: { level: number | string; subject: string; period: string }, from: string): void => {
    database
      .prepare(
        `insert into coding_usage (${[...usageKey, ...usageSums].join(", ")})
          select @organizationId, @test, ${to.level}, ${to.subject}, ${to.period}, model_id, 0, ${totals}
            from coding_usage where ${own} and ${from}
            group by ${to.level}, ${to.subject}, ${to.period}, model_id
            having sum(calls) <> 0 or sum(sessions) <> 0`,
      )
      .run({ organizationId, test });
  };
  database
    .prepare(`delete from coding_usage where ${own} and level in (${day}, ${month})`)
    .run({ organizationId, test });
  add(
    { level: day, subject: "subject_id", period: "hearth_day_of(period)" },
    `level = ${usageLevels.quarter}`,
  );
  add({ level: month, subject: "subject_id", period: "hearth_month_of(period)" }, `level = ${day}`);
  add({ level: "level", subject: String(allSubjects), period: "period" }, `level in (${day}, ${month})`);
}
