import { statSync } from "node:fs";
import type { DataFolder } from "../../data-folder.ts";
import { freeSpace, megabytes } from "../archive/free-space.ts";
import { note, ok, wrong, type Finding } from "./finding.ts";

/** The server refuses uploads below this much free space, so that the database can go on. */
const reserve = 512 * 1024 ** 2;
/** The server truncates its log above 256 MiB; twice that says it could not. */
const longLog = 512 * 1024 ** 2;

export function checkSpace(folder: DataFolder): Finding[] {
  return [checkDisk(folder), checkLog(folder)];
}

function checkDisk({ root, database }: DataFolder): Finding {
  const free = freeSpace(root);
  const size = statSync(database).size;
  const found = `${megabytes(free)} free, the database has ${megabytes(size)}`;
  if (free < reserve) {
    return wrong("disk", found, "free some space, or set a retention: hearth retention set --days N");
  }
  if (free < size) return note("disk", found, "a backup needs as much free space as the database has");
  return ok("disk", found);
}

function checkLog({ database }: DataFolder): Finding {
  const size = statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const found = `the write-ahead log has ${megabytes(size)}`;
  if (size < longLog) return ok("log", found);
  return note("log", found, "a long read holds it: if it stays that long, restart the server");
}
