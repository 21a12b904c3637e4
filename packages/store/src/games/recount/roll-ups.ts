import { newestRollUp, oldestRollUp } from "@hearth/core/games/event-time";
import type { Check } from "./check.ts";

/** A table of counts, and how the same counts are had from the rows. */
interface RollUp {
  readonly table: string;
  readonly count: string;
  readonly rows: string;
  /** Whether part of the count may have no rows any more. */
  readonly ages: boolean;
  /** Column of the roll-up: the same read from a row. */
  readonly key: Readonly<Record<string, string>>;
}

const tenant = { project_id: "project_id", environment_id: "environment_id" };

/** `hourOf` of core, and below `rollUpTime`, as SQL: the division is one of integers. */
const hourOf = (time: string): string => `(${time}) / 3600000`;

const rollUpTime = `case
  when occurred_at < received_at - ${oldestRollUp} then received_at - ${oldestRollUp}
  when occurred_at > received_at + ${newestRollUp} then received_at + ${newestRollUp}
  else occurred_at end`;

const sessionKey = {
  build_id: "build_id",
  channel: "coalesce(channel, '')",
  class: "coalesce(outcome, case lifecycle when 1 then 'declared' else 'undeclared' end)",
};

export const rollUps: readonly RollUp[] = [
  {
    table: "play_session_hours",
    count: "sessions",
    rows: "play_sessions",
    ages: true,
    key: {
      ...tenant,
      hour: hourOf("started_at"),
      ...sessionKey,
    },
  },
  {
    table: "play_session_totals",
    count: "sessions",
    rows: "play_sessions",
    ages: true,
    key: { ...tenant, ...sessionKey },
  },
  {
    table: "play_event_hours",
    count: "events",
    rows: "play_events",
    ages: true,
    key: {
      ...tenant,
      hour: hourOf(rollUpTime),
      build_id: "coalesce(build_id, 0)",
      event_type: "event_type",
    },
  },
  {
    table: "play_report_hours",
    count: "reports",
    rows: "play_reports",
    ages: false,
    key: {
      ...tenant,
      hour: hourOf("created_at"),
      build_id: "coalesce(build_id, 0)",
      severity: "severity",
      status: "status",
    },
  },
];

export function rollUpCheck({ table, count, rows, ages, key }: RollUp): Check {
  const columns = Object.keys(key).join(", ");
  const read = Object.entries(key).map(([column, from]) => `${from} as ${column}`);
  return {
    check: `${table}.${count}`,
    sql: `
      select ${columns}, sum(stored) as stored, sum(counted) as counted
      from (
        select ${columns}, ${count}${ages ? " - aged" : ""} as stored, 0 as counted from ${table}
        union all
        select ${columns}, 0, count(*) from (select ${read.join(", ")} from ${rows}) as read
        group by ${columns}
      ) as both_sides
      group by ${columns}
      having sum(stored) <> sum(counted)`,
  };
}

export function rollUpRepair({ table, count, rows, ages, key }: RollUp): string[] {
  const columns = Object.keys(key).join(", ");
  const read = Object.entries(key).map(([column, from]) => `${from} as ${column}`);
  return [
    `update ${table} set ${count} = ${ages ? "aged" : "0"}`,
    `insert into ${table} (${columns}, ${count}${ages ? ", aged" : ""})
      select ${columns}, count(*)${ages ? ", 0" : ""} from (select ${read.join(", ")} from ${rows}) as read
      where true group by ${columns}
      on conflict (${columns}) do update set ${count} = ${table}.${count} + excluded.${count}`,
    `delete from ${table} where ${count} = 0`,
  ];
}
