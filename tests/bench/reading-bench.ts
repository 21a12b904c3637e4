import { type BenchServer, benchServer, newFolder, removeFolder } from "./bench-server.ts";
import type { Figure } from "./figure.ts";
import { seedPlay } from "./seed-play.ts";

const sessions = 1_000_000;
const pageSize = 100;
const lastPage = 10_000;
const tries = 200;

/** A million sessions: the first and the last page of the list, its exact total, and the dashboard. */
export async function benchReading(): Promise<Figure[]> {
  const folder = newFolder();
  try {
    const { key } = await withServer(folder, async (server) => await Promise.resolve(server));
    seedPlay(folder, { sessions, events: 0 });
    return await withServer(folder, async ({ port }) => await measure(port, key));
  } finally {
    removeFolder(folder);
  }
}

async function measure(port: number, key: string): Promise<Figure[]> {
  const get = async (
    path: string,
  ): Promise<{ nextCursor?: string | null; total?: number; items?: unknown[] }> => {
    const answer = await fetch(`http://127.0.0.1:${port}/console/v1${path}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { nextCursor?: string | null };
  };
  const list = `/projects/default/sessions`;
  let page = await get(`${list}?limit=${pageSize}`);
  const { total } = page;
  let cursor = page.nextCursor!;
  for (let number = 2; number < lastPage; number++) {
    page = await get(`${list}?cursor=${encodeURIComponent(cursor)}`);
    cursor = page.nextCursor!;
  }
  // Both after the walk, which has warmed whatever a server warms in its first minute.
  const first = await median(async () => await get(`${list}?limit=${pageSize}`));
  const last = await median(async () => await get(`${list}?cursor=${encodeURIComponent(cursor)}`));
  const filtered = await median(
    async () => await get(`${list}?limit=${pageSize}&platform=linux&status=crashed`),
  );
  const dashboard = await median(async () => await get("/projects/default/dashboard"));
  return [
    {
      name: `session list, page 1 of ${lastPage.toLocaleString("en-US")}, total ${total}`,
      value: first,
      unit: "ms",
      target: "",
      besides: `${pageSize} sessions, median of ${tries}`,
    },
    {
      name: `session list, page ${lastPage.toLocaleString("en-US")}`,
      value: last,
      unit: "ms",
      ratio: last / first,
      target: "≤ 1.5 ×",
    },
    { name: "session list, two filters", value: filtered, unit: "ms", target: "" },
    { name: "dashboard", value: dashboard, unit: "ms", target: "" },
  ];
}

async function withServer<Result>(
  folder: string,
  work: (server: BenchServer) => Promise<Result>,
): Promise<Result> {
  const server = await benchServer(folder);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < tries; at++) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times.toSorted((a, b) => a - b)[tries / 2]!;
}
