import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where everything the server keeps lies. */
export interface DataFolder {
  readonly root: string;
  readonly database: string;
  /** Uploads, by storage key. */
  readonly files: string;
  /** Uploads on their way in, renamed into `files` when complete. */
  readonly incoming: string;
  readonly lock: string;
  readonly secret: string;
  /** Hashes of erased persons: stays behind when a backup is restored, and is replayed on it. */
  readonly erasures: string;
  /** The operator's own model prices, where there are any. */
  readonly prices: string;
  /** Address and process id of the server that uses the folder. */
  readonly server: string;
}

export function dataFolder(directory: string): DataFolder {
  const root = resolve(directory);
  return {
    root,
    database: join(root, "hearth.db"),
    files: join(root, "files"),
    incoming: join(root, "incoming"),
    lock: join(root, "lock.db"),
    secret: join(root, "secret"),
    erasures: join(root, "erasures.jsonl"),
    prices: join(root, "prices.json"),
    server: join(root, "server.json"),
  };
}

export function createFolders(folder: DataFolder): void {
  for (const path of [folder.root, folder.files, folder.incoming]) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  }
}

/** The signing and encryption secret: `HEARTH_SECRET`, else the one drawn on the first start. */
export function readSecret(folder: DataFolder, given = process.env["HEARTH_SECRET"]): string {
  if (given) return given;
  try {
    writeFileSync(folder.secret, `${randomBytes(32).toString("hex")}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(folder.secret, "utf8").trim();
}
