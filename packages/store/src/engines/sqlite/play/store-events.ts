import { EventRows, type EventValue } from "@hearth/core/games/intake/changes";
import type { Connection } from "../open.ts";
import type { WritePlayChanges } from "./write-play-changes.ts";

const columns = `id, project_id, environment_id, session_id, build_id, event_type, occurred_at, occurred_text,
  received_at, payload, supplied_id`;

/**
 * Inserts new events. What the rows of a block share is bound once and ids are counted by the engine: to
 * bind every column of every row takes a quarter longer.
 */
export function storeEvents(database: Connection): WritePlayChanges {
  const insertRows = Array.from({ length: EventRows.rowsPerBlock }, (_, more) =>
    database.prepare<[EventValue[]]>(blockInsert(more + 1)),
  );
  const insertOdd = database.prepare(
    `insert into play_events (${columns}) values (@firstId, @projectId, @environmentId, @sessionId, @buildId,
      @eventType, @occurredAt, @occurredText, @receivedAt, @payload, @suppliedId)`,
  );
  return ({ events }) => {
    for (const {
      projectId,
      environmentId,
      sessionId,
      buildId,
      receivedAt,
      firstId,
      values,
    } of events.blocks) {
      const rows = values.length / EventRows.valuesPerRow;
      const shared = [projectId, environmentId, sessionId, buildId, receivedAt, firstId];
      insertRows[rows - 1]!.run([...shared, ...values]);
    }
    for (const event of events.odd) insertOdd.run(event);
  };
}

function blockInsert(rows: number): string {
  const own = Array.from({ length: rows }, (_, row) => `(${row}, ?, ?, ?)`);
  return `with shared (project_id, environment_id, session_id, build_id, received_at, first_id)
      as (values (?, ?, ?, ?, ?, ?))
    insert into play_events (${columns})
    select first_id + own.column1, project_id, environment_id, session_id, build_id, own.column2, own.column3,
      null, received_at, own.column4, null
    from shared cross join (values ${own.join(", ")}) as own`;
}
