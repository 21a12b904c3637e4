import { join } from "node:path";
import { openWriter } from "@hearth/store/engines/sqlite/open";
import { repairRollups } from "@hearth/store/games/recount";

const rowsPerCommit = 50_000;
const day = 86_400_000;

export interface Seed {
  readonly sessions: number;
  readonly events: number;
}

/**
 * Fills the first project of a data folder whose server is stopped: four builds, two environments, ninety
 * days, sessions spread evenly, events spread over the sessions. Roll-ups are rebuilt from the rows.
 */
export function seedPlay(folder: string, { sessions, events }: Seed): void {
  const database = openWriter(join(folder, "hearth.db"));
  const places = database
    .prepare<[], { id: number; project_id: number }>("select id, project_id from environments order by id")
    .all();
  const { project_id: project } = places[0]!;
  const now = Date.now();
  const platforms = ["windows", "linux", "macos", "android"];
  for (const [at, platform] of platforms.entries()) {
    database
      .prepare("insert into play_builds values (?, ?, ?, ?, ?, 'a1b2c3d', 'dev', ?, ?)")
      .run(at + 1, project, `1.${at}.0`, platform, platform, now - 90 * day, now);
  }
  const insertSession = database.prepare(
    `insert into play_sessions values (?, ?, ?, ?, ?, ?, null, null, ?, null, 1, ?, ?, ?, ?, 0, 0)`,
  );
  const outcomes = ["ok", "ok", "ok", "ok", "crashed", "abnormal", null];
  const perSession = sessions === 0 ? 0 : Math.floor(events / sessions);
  inBlocks(sessions, (at) => {
    const started = now - 90 * day + Math.floor((at / sessions) * 90 * day);
    const outcome = outcomes[at % outcomes.length]!;
    const environment = places[at % 5 === 0 ? 1 : 0]!.id;
    const ended = outcome === null ? null : started + 600_000;
    const channel = at % 3 === 0 ? "dev" : "prod";
    insertSession.run(
      at + 1,
      project,
      environment,
      (at % 4) + 1,
      channel,
      `player-${at % 5_000}`,
      started,
      outcome,
      ended,
      started + 600_000,
      perSession,
    );
  });
  const insertEvent = database.prepare(
    "insert into play_events values (?, ?, ?, ?, ?, ?, ?, null, ?, ?, null)",
  );
  const payload = JSON.stringify({
    action: "open_inventory",
    scene: "Dungeon_Level_03",
    position: { x: 12.5, y: 0, z: -3.2 },
  });
  const types = ["checkpoint", "player_action", "error", "level_start", "item_found"];
  inBlocks(perSession * sessions, (at) => {
    const session = Math.floor(at / perSession);
    const time = now - 90 * day + Math.floor((session / sessions) * 90 * day) + (at % perSession) * 1_000;
    insertEvent.run(
      at + 1,
      project,
      places[session % 5 === 0 ? 1 : 0]!.id,
      session + 1,
      (session % 4) + 1,
      types[at % 5],
      time,
      time,
      payload,
    );
  });
  const next = database.prepare(
    "insert into counters values (?, ?) on conflict do update set next = excluded.next",
  );
  for (const [kind, value] of Object.entries({ session: sessions, event: events, build: platforms.length }))
    next.run(kind, value + 1);
  repairRollups(database);
  database.pragma("wal_checkpoint(truncate)");
  database.close();

  function inBlocks(count: number, insert: (at: number) => void): void {
    for (let from = 0; from < count; from += rowsPerCommit) {
      database.transaction(() => {
        for (let at = from; at < Math.min(count, from + rowsPerCommit); at++) insert(at);
      })();
      database.pragma("wal_checkpoint(passive)");
    }
  }
}
