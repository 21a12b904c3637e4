import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { migrate } from "@hearth/store/engines/sqlite/migrate";
import { openWriter } from "@hearth/store/engines/sqlite/open";
import { newFolder, removeFolder } from "./bench-server.ts";
import { event } from "./play-requests.ts";

const [seconds, rowsPerGroup] = process.argv.slice(2).map(Number) as [number, number];
const rowsPerStatement = 16;
const sessions = 16;

const folder = newFolder();
const database = openWriter(join(folder, "bare.db"));
migrate(database);
const row = "(?, 1, 1, ?, 1, ?, ?, null, ?, ?, null)";
const insert = database.prepare(
  `insert into play_events values ${Array(rowsPerStatement).fill(row).join(", ")}`,
);
const rollUp = database.prepare(
  "insert into play_event_hours values (1, 1, ?, 1, ?, ?, 0) on conflict do update set events = events + excluded.events",
);
const addSession = database.prepare(
  `insert into play_sessions values (?, 1, 1, 1, null, null, null, null, ?, null, 0, null, null, ?, 0, 0, 0)`,
);
const touch = database.prepare(
  "update play_sessions set last_activity_at = max(last_activity_at, ?), event_count = event_count + ? where id = ?",
);
const samples = Array.from(
  { length: 200 },
  (_, at) => event(undefined, at) as { eventType: string; payload: object },
);
const payloads = samples.map(({ payload }) => JSON.stringify(payload));
for (let id = 1; id <= sessions; id++) addSession.run(id, Date.now(), Date.now());

// The log is moved into the database beside it, as it has to be for any engine that runs for long.
const checkpoints = new Worker(
  new URL("../../apps/server/src/checkpoints/checkpoint-thread.ts", import.meta.url),
  {
    workerData: { database: join(folder, "bare.db") },
  },
);

let id = 1;
const started = performance.now();
while (performance.now() - started < seconds * 1_000) {
  const now = Date.now();
  database.exec("begin immediate");
  for (let written = 0; written < rowsPerGroup; written += rowsPerStatement) {
    const values: unknown[] = [];
    for (let at = 0; at < rowsPerStatement; at++, id++) {
      const sample = id % samples.length;
      values.push(id, (id % sessions) + 1, samples[sample]!.eventType, now, now, payloads[sample]);
    }
    insert.run(...values);
  }
  for (let type = 0; type < 5; type++)
    rollUp.run(Math.floor(now / 3_600_000), samples[type]!.eventType, rowsPerGroup / 5);
  for (let session = 1; session <= sessions; session++) touch.run(now, rowsPerGroup / sessions, session);
  database.exec("commit");
}
const perSecond = (id - 1) / ((performance.now() - started) / 1_000);
await checkpoints.terminate();
database.close();
removeFolder(folder);
process.send!(perSecond);
