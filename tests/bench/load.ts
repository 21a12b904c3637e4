import { fork } from "node:child_process";
import type { Load, LoadResult } from "./load-client.ts";

/** Runs a load in a process of its own, so that its garbage and its event loop are not the measured one's. */
export async function load(plan: Load): Promise<LoadResult> {
  const child = fork(new URL("./client-process.ts", import.meta.url), { serialization: "advanced" });
  try {
    return await new Promise((resolve, reject) => {
      child.once("message", (result) => resolve(result as LoadResult));
      child.once("exit", (code) => reject(new Error(`The load client ended with ${code}.`)));
      child.send(plan);
    });
  } finally {
    child.kill();
  }
}
