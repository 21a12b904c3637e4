import { chownSync, closeSync, fsyncSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { syncFolder } from "./sync-folder.ts";

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Returns once all of a folder is on the disk and, where an owner is given, belongs to him. */
export function settleFolder(directory: string, owner: Owner | undefined): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) settleFolder(path, owner);
    else settleFile(path, owner);
  }
  if (owner) chownSync(directory, owner.uid, owner.gid);
  syncFolder(directory);
}

function settleFile(path: string, owner: Owner | undefined): void {
  if (owner) chownSync(path, owner.uid, owner.gid);
  const descriptor = openSync(path, "r+");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
