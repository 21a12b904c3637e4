import { newFolder, removeFolder } from "../bench-server.ts";
import type { Figure } from "../figure.ts";
import { importFigures, importHistory } from "./import-bench.ts";
import { readFigures, type ReadTimes, readTimes } from "./coding-reading.ts";

/** Calls of the largest history: 10,000,000 takes a quarter of an hour. */
const most = Number(process.env["BENCH_CALLS"] ?? 1_000_000);

/** Histories of three sizes imported over HTTP, each beside the bare engine, and read back. */
export async function benchCoding(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const sizes: { calls: number; times: ReadTimes }[] = [];
  for (const calls of new Set([100_000, Math.min(1_000_000, most), most])) {
    const folder = newFolder();
    try {
      process.stderr.write(`importing ${calls.toLocaleString("en-US")} calls …\n`);
      const imported = await importHistory(folder, calls);
      figures.push(...(await importFigures(folder, calls, imported)));
      sizes.push({ calls, times: await readTimes(folder, imported.key) });
    } finally {
      removeFolder(folder);
    }
  }
  return [...figures, ...readFigures(sizes)];
}
