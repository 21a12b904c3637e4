import type { SessionWindow } from "@hearth/core/coding/session-windows";
import type { CallPosition } from "@hearth/core/coding/call-position";
import type { Connection } from "../open.ts";
import type { CodingScope } from "./coding-scope.ts";
import {
  hashBytes,
  insertedColumns,
  sessionColumns,
  type SessionRow,
  sessionValues,
  type StoredWindow,
  storedWindow,
} from "./session-row.ts";
import type { StreamRow } from "./streams.ts";
import type { Terms } from "./terms.ts";

type Values = (number | string | Uint8Array | null)[];

/** What changes of a session that only grows: none of it is in an index. */
const grown = [
  "last_time",
  "last_hash",
  "calls",
  "tokens_in",
  "tokens_out",
  "cache_read",
  "cache_write",
  "reasoning",
  "cost",
  "unpriced",
  "errors",
  "models",
];

/** The rows of `coding_sessions`. */
export class SessionRows {
  private readonly terms: Terms;
  private readonly select;
  private readonly write;

  constructor(database: Connection, terms: Terms) {
    this.terms = terms;
    const stream = "organization_id = ? and stream_id = ?";
    const place = `${stream} and first_time = ? and first_hash = ?`;
    this.select = {
      all: database.prepare<[number, number], SessionRow>(
        `select ${sessionColumns} from coding_sessions where ${stream} order by first_time, first_hash`,
      ),
      at: database.prepare<[number, number, number, Uint8Array], SessionRow>(
        `select ${sessionColumns} from coding_sessions where ${place}`,
      ),
    };
    const columns = insertedColumns.split(",").map((name) => name.trim());
    this.write = {
      insert: database.prepare<Values>(
        `insert into coding_sessions (${insertedColumns}) values (${columns.map(() => "?").join(", ")})`,
      ),
      update: database.prepare<Values>(
        `update coding_sessions set (${grown.join(", ")}) = (${grown.map(() => "?").join(", ")}) where ${place}`,
      ),
      remove: database.prepare<[number, number, number, Uint8Array]>(
        `delete from coding_sessions where ${place}`,
      ),
    };
  }

  /** The sessions of a stream, oldest first; of a named one, also when it has no call. */
  all(organizationId: number, { id }: StreamRow): StoredWindow[] {
    return this.select.all.all(organizationId, id).map((row) => storedWindow(this.terms, row));
  }

  /** The session that begins at a place. */
  at(organizationId: number, streamId: number, first: CallPosition): StoredWindow | undefined {
    const row = this.select.at.get(organizationId, streamId, first.time, hashBytes(first.hash));
    return row && storedWindow(this.terms, row);
  }

  insert(
    { organizationId }: CodingScope,
    stream: StreamRow,
    subject: StreamRow,
    window: SessionWindow,
  ): void {
    this.write.insert.run(...sessionValues(this.terms, organizationId, stream, subject, window));
  }

  replace(
    scope: CodingScope,
    stream: StreamRow,
    subject: StreamRow,
    before: StoredWindow,
    after: SessionWindow,
  ): void {
    const isSame =
      before.first.time === after.first.time &&
      before.first.hash === after.first.hash &&
      before.subjectId === subject.id &&
      before.figures.models[0]?.model === after.figures.models[0]?.model;
    if (!isSame) {
      this.remove(scope, stream, before);
      this.insert(scope, stream, subject, after);
      return;
    }
    const values = sessionValues(this.terms, scope.organizationId, stream, subject, after);
    this.write.update.run(...values.slice(4, 6), ...values.slice(12), ...values.slice(0, 4));
  }

  remove({ organizationId }: CodingScope, { id }: StreamRow, { first }: SessionWindow): void {
    this.write.remove.run(organizationId, id, first.time, hashBytes(first.hash));
  }
}
