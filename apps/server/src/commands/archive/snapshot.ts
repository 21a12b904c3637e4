import { createHash } from "node:crypto";
import { createReadStream, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { openReader, openWriter, type Connection } from "@hearth/store/engines/sqlite/open";
import type { DataFolder } from "../../data-folder.ts";
import { expectRoom } from "./free-space.ts";
import type { Progress } from "./progress.ts";

/** A copy of the database as it was at one moment. */
export interface Snapshot {
  readonly file: string;
  readonly connection: Connection;
  readonly bytes: number;
  readonly sha256: string;
  /** What `quick_check` found wrong in it. */
  readonly faults: readonly string[];
}

/** Pages copied before other work gets its turn: 16 MiB of 4 KiB pages. */
const pagesAtOnce = 4096;

/** Gives `work` a snapshot that is taken while others write, and removes it afterwards. */
export async function withSnapshot<Result>(
  folder: DataFolder,
  progress: Progress,
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const file = join(folder.root, `backup-${process.pid}-${Date.now()}.db`);
  try {
    await copy(folder, file, progress);
    const connection = openWriter(file);
    try {
      // One file instead of three: what is hashed and archived must be all of it.
      connection.pragma("journal_mode = delete");
      const faults = connection.prepare<[], string>("pragma quick_check(20)").pluck().all();
      return await work({
        file,
        connection,
        bytes: statSync(file).size,
        sha256: await sha256Of(file, progress.signal),
        faults: faults.filter((line) => line !== "ok"),
      });
    } finally {
      connection.close();
    }
  } finally {
    for (const suffix of ["", "-journal", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
  }
}

export async function sha256Of(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20, signal })) hash.update(piece);
  return hash.digest("hex");
}

async function copy(folder: DataFolder, file: string, progress: Progress): Promise<void> {
  const source = openReader(folder.database);
  try {
    // A read transaction holds one moment: without it every commit of the server starts the copy over.
    source.exec("begin");
    const pages = source.prepare<[], number>("select page_count from pragma_page_count").pluck().get()!;
    const size = pages * Number(source.pragma("page_size", { simple: true }));
    expectRoom(folder.root, size);
    await source.backup(file, {
      progress({ totalPages, remainingPages }) {
        progress.signal.throwIfAborted();
        progress.say(`Copying the database: ${Math.floor(100 * (1 - remainingPages / totalPages))} %`);
        return pagesAtOnce;
      },
    });
  } finally {
    source.close();
  }
}
