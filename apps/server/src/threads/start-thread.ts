import { getCompileCacheDir } from "node:module";
import { Worker } from "node:worker_threads";

/** Megabytes of the young generation: a thread that allocates in bursts keeps what one burst took. */
const youngGeneration = 12;

/**
 * Starts a thread on a module.
 * @param entry URL of the module that runs in it
 * @param setup what the module reads as its `workerData`
 */
export function startThread(entry: URL, setup: object): Worker {
  return new Worker(new URL("./thread.mjs", import.meta.url), {
    workerData: { ...setup, entry: entry.href, compileCache: getCompileCacheDir() },
    resourceLimits: { maxYoungGenerationSizeMb: youngGeneration },
  });
}
