import { statSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { openWriter } from "@hearth/store/engines/sqlite/open";
import { releaseStartMemory } from "../threads/release-start-memory.ts";

const { database: file } = workerData as { database: string };
const database = openWriter(file);

/** Milliseconds between two looks at the log, and the size in octets at which the writer is made to wait for it. */
const interval = 500;
const restartAbove = 256 * 1024 * 1024;

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
    database.pragma(size > restartAbove ? "wal_checkpoint(restart)" : "wal_checkpoint(passive)");
  } catch {
    // A full disk or a busy writer: the log stays as it is and the next look tries again.
    seen = { size: 0, modified: 0 };
  }
}

setInterval(checkpoint, interval);
releaseStartMemory();
