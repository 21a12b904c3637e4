import { join } from "node:path";
import { openReader } from "@hearth/store/engines/sqlite/open";
import { type BenchServer, benchServer } from "../bench-server.ts";
import type { Figure } from "../figure.ts";
import { memoryOf } from "../ingest-bench.ts";
import { bareImport } from "./bare-import.ts";
import { codingHistory } from "./coding-history.ts";

const lanes = 16;

export interface Imported {
  readonly perSecond: number;
  readonly signalsPerCommit: number;
  readonly memory: number;
  readonly key: string;
}

/** Sends a year's calls through `signals/batch`, as several agents would, and waits for every receipt. */
export async function importHistory(folder: string, calls: number): Promise<Imported> {
  const server = await benchServer(folder);
  try {
    const history = codingHistory(calls);
    const started = performance.now();
    const before = await commits(server.port);
    await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        for (const body of history.batches(lane, lanes)) await send(server, body);
      }),
    );
    const seconds = (performance.now() - started) / 1_000;
    const signalsPerCommit = calls / ((await commits(server.port)) - before);
    return { perSecond: calls / seconds, signalsPerCommit, memory: memoryOf(server.pid), key: server.key };
  } finally {
    await server.stop();
  }
}

/** What the import reached, beside the engine alone on the rows it left. */
export async function importFigures(folder: string, calls: number, imported: Imported): Promise<Figure[]> {
  const stored = openReader(join(folder, "hearth.db"));
  const count = stored.prepare<[], number>("select count(*) from coding_calls").pluck().get()!;
  stored.close();
  if (count !== calls) throw new Error(`${calls} calls were sent and ${count} are stored.`);
  const bare = await bareImport(folder, Math.round(imported.signalsPerCommit));
  const name = `${calls.toLocaleString("en-US")} calls imported`;
  return [
    {
      name,
      value: imported.perSecond,
      unit: "signals/s",
      ratio: imported.perSecond / bare,
      target: "≥ 40,000 at 1 M, ratio ≥ 0.5",
      besides: `bare engine ${Math.round(bare)} calls/s in groups of ${Math.round(imported.signalsPerCommit)}`,
    },
    { name: `${name}, memory`, value: imported.memory, unit: "MB", target: "" },
  ];
}

async function send({ port, key }: BenchServer, body: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/engine/v1/signals/batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body,
  });
  const text = await answer.text();
  if (!answer.ok || /"status":"(?!stored)/.test(text)) {
    throw new Error(`A batch was not stored: ${answer.status} ${text.slice(0, 300)}`);
  }
}

async function commits(port: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^hearth_commit_seconds_count (\S+)$/m.exec(text)?.[1] ?? 0);
}
