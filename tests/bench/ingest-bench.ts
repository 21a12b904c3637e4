import { readFileSync } from "node:fs";
import { bareEngine } from "./bare-engine.ts";
import { benchServer, newFolder, removeFolder } from "./bench-server.ts";
import type { LoadResult } from "./load-client.ts";
import { load } from "./load.ts";
import { event, post, session, startSession } from "./play-requests.ts";
import type { Figure } from "./figure.ts";

const connections = 16;
/** Small requests share a commit: what they wait for is the disk, not each other. */
const smallConnections = 128;
const eventsPerBatch = 200;

/** Durable ingest over HTTP: batches beside the bare engine on the same rows, single posts, session starts. */
export async function benchIngest(seconds: number): Promise<Figure[]> {
  const folder = newFolder();
  const server = await benchServer(folder);
  try {
    const sessions = await Promise.all(
      Array.from({ length: connections }, async (_, at) => await startSession(server, at)),
    );
    const run = async (requests: Uint8Array[], lanes: number) =>
      await load({ port: server.port, connections: lanes, seconds, requests, rate: 0 });
    const before = await commits(server.port);
    const batches = await run(
      sessions.map((id) => post(server, "/v1/ingest/events", batchOf(id, eventsPerBatch))),
      connections,
    );
    const after = await commits(server.port);
    const loadedMemory = memoryOf(server.pid);
    const group = (after.requests - before.requests) / (after.commits - before.commits);
    const singles = await run(
      sessions.map((id) => post(server, "/v1/ingest/events", JSON.stringify(event(id, 1)))),
      smallConnections,
    );
    const starts = await run(
      sessions.map((_, at) => post(server, "/v1/ingest/sessions", JSON.stringify(session(at)))),
      smallConnections,
    );
    const bare = await bareEngine({
      seconds,
      rowsPerGroup: Math.round(group * eventsPerBatch),
      connections,
      rate: batches.perSecond,
      eventsPerBatch,
    });
    const rate = batches.perSecond * eventsPerBatch;
    return [
      {
        name: `200-event batches, ${connections} connections`,
        value: rate,
        unit: "events/s",
        besides: `bare engine ${Math.round(bare)} events/s in groups of ${Math.round(group * eventsPerBatch)}`,
        ratio: rate / bare,
        target: "≥ 0.6",
      },
      latencyFigure("200-event batches", batches),
      {
        name: `single-event posts, ${smallConnections} connections`,
        value: singles.perSecond,
        unit: "requests/s",
        target: "≥ 15,000",
        besides: `p50 ${singles.p50.toFixed(1)} ms, p99 ${singles.p99.toFixed(1)} ms`,
      },
      {
        name: `session starts, ${smallConnections} connections`,
        value: starts.perSecond,
        unit: "requests/s",
        target: "≥ 8,000",
        besides: `p50 ${starts.p50.toFixed(1)} ms, p99 ${starts.p99.toFixed(1)} ms`,
      },
      { name: "memory under full load", value: loadedMemory, unit: "MB", target: "< 450" },
      {
        name: "refused",
        value: batches.refused + singles.refused + starts.refused,
        unit: "requests",
        target: "0",
      },
    ];
  } finally {
    await server.stop();
    removeFolder(folder);
  }
}

const batchOf = (id: string, size: number): string =>
  JSON.stringify(Array.from({ length: size }, (_, at) => event(id, at)));

const latencyFigure = (name: string, { p50, p99 }: LoadResult): Figure => ({
  name: `${name}, p99 to p50`,
  value: p99,
  unit: "ms",
  besides: `p50 ${p50.toFixed(1)} ms`,
  ratio: p99 / p50,
  target: "≤ 3",
});

export const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;

async function commits(port: number): Promise<{ requests: number; commits: number }> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const read = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1] ?? 0);
  return { requests: read("hearth_commit_requests_total"), commits: read("hearth_commit_seconds_count") };
}
