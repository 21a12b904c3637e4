import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { migrate } from "@hearth/store/engines/sqlite/migrate";
import { openReader, openWriter } from "@hearth/store/engines/sqlite/open";
import { newFolder, removeFolder } from "../bench-server.ts";

const [source, group] = process.argv.slice(2) as [string, string];
const callsPerGroup = Number(group);
/** Rows held in memory at once, so that reading them is not measured. */
const chunk = 200_000;

const stored = openReader(join(source, "hearth.db"));
const folder = newFolder();
const database = openWriter(join(folder, "bare.db"));
migrate(database);
const checkpoints = new Worker(
  new URL("../../../apps/server/src/checkpoints/checkpoint-thread.ts", import.meta.url),
  { workerData: { database: join(folder, "bare.db") } },
);

interface Table {
  readonly rows: Iterator<unknown[]>;
  readonly insert: (row: unknown[]) => void;
  /** Rows for each call. */
  readonly share: number;
}

const calls = count("coding_calls");
const tables = [
  table("coding_calls", "stream_id, time"),
  // In no order, as they came: what a key hashes to is chance.
  table("coding_keys", "time, stream_id"),
  table("coding_sessions", "stream_id, first_time"),
  table("coding_usage", "subject_id, period"),
  table("coding_terms", "id"),
  table("coding_tool_sessions", "id"),
];

function count(name: string): number {
  return stored.prepare<[], number>(`select count(*) from ${name}`).pluck().get()!;
}

function table(name: string, order: string): Table {
  const columns = stored.prepare(`select * from ${name} limit 0`).columns().length;
  const statement = database.prepare(`insert into ${name} values (${Array(columns).fill("?").join(", ")})`);
  const rows = stored.prepare<[], unknown[]>(`select * from ${name} order by ${order}`).raw().iterate();
  return { rows, insert: (row) => void statement.run(...row), share: count(name) / calls };
}

let milliseconds = 0;
for (let done = 0; done < calls; done += chunk) {
  const size = Math.min(chunk, calls - done);
  const waiting = tables.map(({ rows, insert, share }) => ({
    rows: take(rows, Math.ceil(size * share)),
    insert,
    share,
  }));
  const started = performance.now();
  for (let at = 0; at < size; at += callsPerGroup) {
    database.exec("begin immediate");
    for (const { rows, insert, share } of waiting) {
      for (
        let left = Math.ceil(Math.min(callsPerGroup, size - at) * share);
        left > 0 && rows.length > 0;
        left--
      ) {
        insert(rows.pop()!);
      }
    }
    database.exec("commit");
  }
  milliseconds += performance.now() - started;
}

function take(rows: Iterator<unknown[]>, most: number): unknown[][] {
  const taken: unknown[][] = [];
  for (let next = rows.next(); !next.done; next = rows.next()) {
    taken.push(next.value);
    if (taken.length >= most) break;
  }
  return taken.toReversed();
}

await checkpoints.terminate();
database.close();
removeFolder(folder);
process.send!(calls / (milliseconds / 1_000));
