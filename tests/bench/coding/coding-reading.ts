import { type BenchServer, benchServer } from "../bench-server.ts";
import type { Figure } from "../figure.ts";

const tries = 100;

interface Page {
  readonly data: readonly { readonly id: string }[];
  readonly cursor: string | null;
  readonly total?: number;
}

export type ReadTimes = ReadonlyMap<string, number>;

const filters = {
  none: "",
  user: "user_id=user_42",
  project: "project_id=proj_20",
  model: "model=claude-haiku-4-5",
  adapter: "adapter=codex",
  from: "from=2025-06-10",
  "user and model": "user_id=user_42&model=claude-opus-4-5",
  "adapter and model": "adapter=codex&model=gpt-5-mini",
  "project and from": "project_id=proj_20&from=2025-06-10T10:07:00Z",
  "adapter, model, from, to": "adapter=codex&model=gpt-5&from=2025-02-03T04:05:06Z&to=2025-10-11T12:13:14Z",
  "a model that tool never uses": "adapter=codex&model=claude-opus-4-5",
} as const;

/** Median milliseconds of each read over real HTTP, on a folder that holds an import. */
export async function readTimes(folder: string, key: string): Promise<ReadTimes> {
  const server = await benchServer(folder);
  try {
    return await measure(server, key);
  } finally {
    await server.stop();
  }
}

async function measure({ port }: BenchServer, key: string): Promise<ReadTimes> {
  const get = async (path: string): Promise<Page> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Page;
  };
  const times = new Map<string, number>();
  const note = async (name: string, path: string): Promise<void> => {
    times.set(name, await median(async () => await get(path)));
  };
  for (const [name, filter] of Object.entries(filters)) {
    const first = await get(`sessions?limit=20&${filter}`);
    await note(`sessions, filter ${name}: first page with total`, `sessions?limit=20&${filter}`);
    if (first.cursor === null) continue;
    const cursor = encodeURIComponent(first.cursor);
    await note(`sessions, filter ${name}: next page`, `sessions?cursor=${cursor}`);
  }
  await note("events, newest page", "events?limit=50");
  await note("events of a user with errors", "events?limit=50&user_id=user_42&error_only=true");
  await note("reports/cost over a year", "reports/cost?from=2025-01-01&to=2026-01-01");
  await note(
    "reports/usage over a year by user",
    "reports/usage?from=2025-01-01&to=2026-01-01&group_by=user",
  );
  return times;
}

/** The same reads at three sizes: what a page costs must not follow what is stored. */
export function readFigures(
  sizes: readonly { readonly calls: number; readonly times: ReadTimes }[],
): Figure[] {
  const [least, most] = [sizes[0]!, sizes.at(-1)!];
  return [...most.times].map(([name, value]) => ({
    name: `${name}, ${most.calls.toLocaleString("en-US")} calls`,
    value,
    unit: "ms",
    ratio: value / least.times.get(name)!,
    target: "",
    besides: sizes
      .map(({ calls, times }) => `${calls.toLocaleString("en-US")}: ${times.get(name)!.toFixed(2)} ms`)
      .join(", "),
  }));
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
