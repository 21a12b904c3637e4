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
/** Rounds in which server and bare engine take turns. */
const turns = 3;

/** Durable ingest over HTTP: batches beside the bare engine on the same rows, single posts, session starts. */
export async function benchIngest(seconds: number): Promise<Figure[]> {
  const folder = newFolder();
  const server = await benchServer(folder);
  try {
    const ids = await Promise.all(
      Array.from({ length: connections }, async (_, at) => await startSession(server, at)),
    );
    const send = async (path: string, bodies: string[], lanes: number) => {
      const requests = bodies.map((body) => post(server, `/v1/ingest/${path}`, body));
      return await load({ port: server.port, connections: lanes, seconds, requests, rate: 0 });
    };
    const rounds: Round[] = [];
    for (let round = 0; round < turns; round++) {
      const before = await commits(server.port);
      const batches = await send(
        "events",
        ids.map((id) => batchOf(id, eventsPerBatch)),
        connections,
      );
      const after = await commits(server.port);
      const group = (after.requests - before.requests) / (after.commits - before.commits);
      const rowsPerGroup = Math.round(group * eventsPerBatch);
      const plan = { seconds, rowsPerGroup, connections, rate: batches.perSecond, eventsPerBatch };
      rounds.push({ batches, rowsPerGroup, bare: await bareEngine(plan) });
    }
    const memory = memoryOf(server.pid);
    const singles = await send(
      "events",
      ids.map((id) => JSON.stringify(event(id, 1))),
      smallConnections,
    );
    const starts = await send(
      "sessions",
      ids.map((_, at) => JSON.stringify(session(at))),
      smallConnections,
    );
    const refused = rounds.reduce(
      (sum, { batches }) => sum + batches.refused,
      singles.refused + starts.refused,
    );
    return [
      ...batchFigures(rounds),
      smallFigure("single-event posts", singles, "≥ 15,000"),
      smallFigure("session starts", starts, "≥ 8,000"),
      { name: "memory under full load", value: memory, unit: "MB", target: "< 450" },
      { name: "refused", value: refused, unit: "requests", target: "0" },
    ];
  } finally {
    await server.stop();
    removeFolder(folder);
  }
}

interface Round {
  readonly batches: LoadResult;
  readonly rowsPerGroup: number;
  /** Rows a second of the bare engine. */
  readonly bare: number;
}

/** Of the rounds, the one whose ratio is in the middle. */
function batchFigures(rounds: readonly Round[]): Figure[] {
  const ratioOf = ({ batches, bare }: Round): number => (batches.perSecond * eventsPerBatch) / bare;
  const { batches, rowsPerGroup, bare } = rounds.toSorted((a, b) => ratioOf(a) - ratioOf(b))[
    Math.floor(turns / 2)
  ]!;
  const name = `${eventsPerBatch}-event batches, ${connections} connections`;
  const ratios = rounds.map((round) => ratioOf(round).toFixed(2)).join(", ");
  return [
    {
      name,
      value: batches.perSecond * eventsPerBatch,
      unit: "events/s",
      ratio: (batches.perSecond * eventsPerBatch) / bare,
      target: "≥ 0.6",
      besides: `bare engine ${Math.round(bare)} events/s in groups of ${rowsPerGroup}; rounds ${ratios}`,
    },
    {
      name: `${name}, p99`,
      value: batches.p99,
      unit: "ms",
      ratio: batches.p99 / batches.p50,
      target: "≤ 3 × p50",
      besides: `p50 ${batches.p50.toFixed(1)} ms`,
    },
  ];
}

const smallFigure = (name: string, { perSecond, p50, p99 }: LoadResult, target: string): Figure => ({
  name: `${name}, ${smallConnections} connections`,
  value: perSecond,
  unit: "requests/s",
  target,
  besides: `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
});

const batchOf = (id: string, size: number): string =>
  JSON.stringify(Array.from({ length: size }, (_, at) => event(id, at)));

export const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;

async function commits(port: number): Promise<{ requests: number; commits: number }> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const read = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1] ?? 0);
  return { requests: read("hearth_commit_requests_total"), commits: read("hearth_commit_seconds_count") };
}
