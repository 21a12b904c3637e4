import { fork } from "node:child_process";

/**
 * Calls a second that the engine alone inserts: the rows that an import left, with the same tables, indexes, groups
 * and durability, in a process of its own and with nothing to decide.
 */
export async function bareImport(folder: string, callsPerGroup: number): Promise<number> {
  const writer = fork(new URL("./bare-coding-writer.ts", import.meta.url), [folder, String(callsPerGroup)]);
  try {
    return await new Promise<number>((resolve, reject) => {
      writer.once("message", (perSecond) => resolve(perSecond as number));
      writer.once("exit", (code) => reject(new Error(`The bare engine ended with ${code}.`)));
    });
  } finally {
    writer.kill();
  }
}
