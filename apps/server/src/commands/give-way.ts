import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { Connection } from "@hearth/store/engines/sqlite/open";
import type { DataFolder } from "../data-folder.ts";

/** Milliseconds: a server that waits for its turn looks at least this often. */
const turn = 120;

/**
 * Between two transactions of long work. A server beside it gets its turn to write, and brings the log into
 * the database; where there is none, that is done here.
 */
export async function giveWay(folder: DataFolder, connection: Connection): Promise<void> {
  if (existsSync(folder.server)) await setTimeout(turn);
  else connection.pragma("wal_checkpoint(passive)");
}
