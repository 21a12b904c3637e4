import { usageNames } from "@hearth/core/coding/usage-roll-up";
import { calendarOf, monthOfDay } from "@hearth/core/time/calendar";
import { usageLevels } from "../../../coding/coding-schema.ts";
import type { Connection } from "../open.ts";
import type { CodingScope } from "./coding-scope.ts";
import { allSubjects } from "./usage-cells.ts";

const millisecondsPerQuarter = 900_000;
const sums = usageNames.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

/**
 * Adds up the days and months of a time zone anew from the quarter hours, which know no zone. Within the
 * caller's transaction, in one go: half of it would be days of two zones.
 */
export function rebuildDays(database: Connection, scope: CodingScope, timeZone: string): void {
  const calendar = calendarOf(timeZone);
  const deterministic = { deterministic: true };
  database.function("hearth_day_of", deterministic, (period) =>
    calendar.dayOf(Number(period) * millisecondsPerQuarter),
  );
  database.function("hearth_month_of", deterministic, (days) => monthOfDay(Number(days)));

  const { quarter, day, month } = usageLevels;
  const own = "organization_id = @organizationId and test = @test";
  const tenant = { organizationId: scope.organizationId, test: scope.test };
  /** Adds up the cells of a level: `place` is level, subject and period of what they are added to. */
  const add = (place: string, from: string): void => {
    database
      .prepare(
        `insert into coding_usage
            (organization_id, test, level, subject_id, period, model_id, stream_id, ${sums.join(", ")})
          select @organizationId, @test, level, subject, period, model_id, 0,
              ${sums.map((name) => `sum(${name})`).join(", ")}
            from (select ${place}, model_id, ${sums.join(", ")} from coding_usage where ${own} and ${from})
            group by level, subject, period, model_id
            having sum(calls) <> 0 or sum(sessions) <> 0`,
      )
      .run(tenant);
  };
  database.prepare(`delete from coding_usage where ${own} and level in (${day}, ${month})`).run(tenant);
  add(`${day} as level, subject_id as subject, hearth_day_of(period) as period`, `level = ${quarter}`);
  add(`${month} as level, subject_id as subject, hearth_month_of(period) as period`, `level = ${day}`);
  add(`level, ${allSubjects} as subject, period`, `level in (${day}, ${month})`);
}
