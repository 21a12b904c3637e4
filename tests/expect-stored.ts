import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { recountPlay } from "@hearth/store/games/recount";
import type { Acknowledged } from "./play-load.ts";
import { type StoredRows, withRows } from "./stored-rows.ts";

/** Checks that everything a data folder's servers have acknowledged is in it exactly once, and counted right. */
export function expectStored(folder: string, acknowledged: Acknowledged): void {
  withRows(folder, (rows) => {
    expect(rows.all("pragma integrity_check")).toEqual([{ integrity_check: "ok" }]);
    expect(recountPlay(rows.database)).toEqual([]);
    expect(missing(rows, acknowledged)).toEqual([]);
    expectOnce(rows, "sessions", "player_external_id");
    expectOnce(rows, "events", "json_extract(payload, '$.mark')");
    expectOnce(rows, "uploads", "file_name");
    expectOnce(rows, "reports", "title");
    for (const { id, storageKey, content } of acknowledged.files) {
      expect(rows.upload(id)["bytes"], storageKey).toBe(content.length);
      expect(readFileSync(join(folder, "files", storageKey), "utf8") === content, storageKey).toBe(true);
    }
  });
  expect(readdirSync(join(folder, "incoming"))).toEqual([]);
}

/** What was acknowledged under an id, and is not the row of that id. */
function missing(rows: StoredRows, { sessions, events, uploads, reports, ends }: Acknowledged): string[] {
  const lost: string[] = [];
  const look = (what: string, isThere: boolean): void => void (isThere || lost.push(what));
  const value = (sql: string) => {
    const statement = rows.database.prepare<[number | Uint8Array], unknown>(sql).pluck();
    return (key: number | Uint8Array): unknown => statement.get(key);
  };
  const player = value("select player_external_id from play_sessions where id = ?");
  const build = value("select build_id from play_sessions where id = ?");
  for (const session of sessions) {
    const row = rows.rowOf("session", session.id);
    const isThere = player(row) === session.player && build(row) === rows.rowOf("build", session.build);
    look(`session ${session.player}`, isThere);
  }
  const own = value("select payload ->> '$.mark' from play_events where id = ?");
  const supplied = rows.database.prepare(
    "select payload ->> '$.mark' as mark, supplied_id as id from play_events where supplied_id is not null",
  );
  const marks = new Map(
    (supplied.all() as { mark: string; id: Buffer }[]).map(({ mark, id }) => [id.toString("hex"), mark]),
  );
  for (const { id, mark } of events) {
    const row = rows.ids.rowOf("event", id);
    look(`event ${mark}`, (row === undefined ? marks.get(id.replaceAll("-", "")) : own(row)) === mark);
  }
  const fileName = value("select file_name from play_uploads where id = ?");
  for (const upload of uploads)
    look(`upload ${upload.fileName}`, fileName(rows.rowOf("upload", upload.id)) === upload.fileName);
  const title = value("select title from play_reports where id = ?");
  const linkedEvents = value("select count(*) from play_report_events where report_id = ?");
  const linkedUploads = value("select count(*) from play_report_attachments where report_id = ?");
  for (const report of reports) {
    const row = rows.rowOf("report", report.id);
    look(`report ${report.title}`, title(row) === report.title);
    look(`events of report ${report.title}`, linkedEvents(row) === report.eventIds.length);
    look(`files of report ${report.title}`, linkedUploads(row) === Math.min(50, report.uploadIds.length));
  }
  const outcome = value("select outcome from play_sessions where id = ?");
  for (const { id, status } of ends) look(`end of ${id}`, outcome(rows.rowOf("session", id)) === status);
  return lost;
}

/** Every mark is used once by the load, so no two rows may bear the same. */
function expectOnce(rows: StoredRows, table: string, mark: string): void {
  const twice = rows.all(
    `select ${mark} as mark, count(*) as times from play_${table} group by 1 having mark is not null and times > 1`,
  );
  expect(twice, table).toEqual([]);
}
