import { benchServer, newFolder, removeFolder } from "./bench-server.ts";
import { memoryOf } from "./ingest-bench.ts";
import type { Figure } from "./figure.ts";
import { seedPlay } from "./seed-play.ts";

const starts = 5;
const idle = 15_000;
const events = 10_000_000;

/** From process start to the first answered request, on an empty folder and on a large one; memory at rest. */
export async function benchStart(): Promise<Figure[]> {
  const folder = newFolder();
  try {
    const server = await benchServer(folder);
    await new Promise((resolve) => setTimeout(resolve, idle));
    const memory = memoryOf(server.pid);
    await server.stop();
    const empty = await medianStart(folder);
    seedPlay(folder, { sessions: 10_000, events });
    const full = await medianStart(folder);
    return [
      { name: "memory at rest, 15 s after a start", value: memory, unit: "MB", target: "< 150" },
      {
        name: "start to first answer, little data",
        value: empty,
        unit: "ms",
        target: "< 500",
        besides: `median of ${starts}`,
      },
      {
        name: `start to first answer, ${events.toLocaleString("en-US")} events`,
        value: full,
        unit: "ms",
        ratio: full / empty,
        target: "≤ 1.5 ×",
      },
    ];
  } finally {
    removeFolder(folder);
  }
}

async function medianStart(folder: string): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < starts; at++) {
    const server = await benchServer(folder);
    times.push(server.startMs);
    await server.stop();
  }
  return times.toSorted((a, b) => a - b)[Math.floor(starts / 2)]!;
}
