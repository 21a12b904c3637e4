import { statSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { openWriter } from "@hearth/store/engines/sqlite/open";
import { releaseStartMemory } from "../threads/release-start-memory.ts";

const { database: file } = workerData as { database: string };
const database = openWriter(file);

/** Milliseconds between two looks at the log: little at a time keeps the disk free for commits. */
const interval = 200;
/** Pages in the log (4 KiB each, so 256 MiB) at which the writer is made to wait and begin it anew. */
const restartAbove = 65_536;

let seen = { size: 0, modified: 0 };

/** Moves the log into the database beside the writer, so that no commit ever waits for it. */
function checkpoint(): void {
  const { size, mtimeMs: modified } = statSync(`${file}-wal`, { throwIfNoEntry: false }) ?? {
    size: 0,
    mtimeMs: 0,
  };
  if (size === seen.size && modified === seen.modified) return;
  seen = { size, modified };
  try {
    const [moved] = database.pragma("wal_checkpoint(passive)") as { log: number }[];
    // Nearly all of it is moved by now: the writer waits for what came in meanwhile.
    if (moved!.log > restartAbove) database.pragma("wal_checkpoint(restart)");
  } catch {
    // A full disk or a busy writer: the log stays as it is and the next look tries again.
    seen = { size: 0, modified: 0 };
  }
}

setInterval(checkpoint, interval);
releaseStartMemory();
