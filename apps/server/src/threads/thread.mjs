// Where every thread begins: plain JavaScript, so that compiled and type-stripped code can come from the
// cache, which each thread has to ask for itself.
import { enableCompileCache, getCompileCacheDir } from "node:module";
import { workerData } from "node:worker_threads";

if (!getCompileCacheDir()) enableCompileCache(workerData.compileCache);
await import(workerData.entry);
