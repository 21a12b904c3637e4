import Database from "better-sqlite3";
import { HearthError } from "@hearth/core/errors";

export interface FolderLock {
  release(): void;
}

/**
 * Takes the data folder for this process. The lock is the operating system's, held through a small
 * database of its own, so that it is gone the moment its holder dies.
 * @throws HearthError `conflict` where another process holds it
 */
export function lockFolder(file: string): FolderLock {
  const database = new Database(file, { timeout: 200 });
  try {
    database.pragma("locking_mode = exclusive");
    database.exec("begin exclusive");
  } catch {
    database.close();
    throw new HearthError(
      "conflict",
      "Another Hearth is using this data folder: stop it first, or give this one a folder of its own with HEARTH_DATA.",
    );
  }
  return { release: () => database.close() };
}
