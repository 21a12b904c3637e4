import { getCompileCacheDir } from "node:module";
import { Worker } from "node:worker_threads";

/**
 * Starts a thread on a module.
 * @param entry URL of the module that runs in it
 * @param setup what the module reads as its `workerData`
 * @param youngGeneration megabytes in which what a thread makes lives at first; what one burst takes it keeps
 */
export function startThread(entry: URL, setup: object, youngGeneration: number): Worker {
  return new Worker(new URL("./thread.mjs", import.meta.url), {
    workerData: { ...setup, entry: entry.href, compileCache: getCompileCacheDir() },
    resourceLimits: { maxYoungGenerationSizeMb: youngGeneration },
  });
}
