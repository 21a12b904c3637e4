import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { replayErasures } from "@hearth/store/games/erasure/replay-erasures";
import type { Removed } from "@hearth/store/games/erasure/removed";
import { lockFolder, type FolderLock } from "@hearth/store/engines/sqlite/folder-lock";
import { leapRowIds } from "@hearth/store/engines/sqlite/play/row-counters";
import { openWriter } from "@hearth/store/engines/sqlite/open";
import { createFolders, dataFolder, type DataFolder } from "../../data-folder.ts";
import { removeErasedFiles } from "../remove-erased-files.ts";
import { expectSwappable, swapFolder } from "./folder-swap.ts";
import { expectRoom } from "./free-space.ts";
import { manifestPath, type Manifest } from "./manifest.ts";
import type { Progress } from "./progress.ts";
import { manifestIn, unpackArchive } from "./read-archive.ts";
import { settleFolder, type Owner } from "./settle-folder.ts";
import { expectSameDatabase, migrateSound } from "./verify-unpacked.ts";

export interface Restored {
  readonly manifest: Manifest;
  /** Files of uploads that came back. */
  readonly files: number;
  /** Rows of what was erased after the backup was made, and is gone again. */
  readonly erasedAgain: Removed;
  /** Where the old data folder is now; null where there was none. */
  readonly previous: string | null;
}

interface Terms {
  readonly now: number;
  readonly progress: Progress;
}

/**
 * Restores a backup beside the data folder, proves it, erases again what was erased since, and only then
 * swaps the folders.
 */
export async function restoreArchive(
  folder: DataFolder,
  file: string,
  { now, progress }: Terms,
): Promise<Restored> {
  const manifest = await manifestIn(file);
  expectSwappable(folder.root);
  mkdirSync(dirname(folder.root), { recursive: true });
  const oldLock = existsSync(folder.root) ? lockFolder(folder.lock) : undefined;
  const staged = dataFolder(mkdtempSync(join(dirname(folder.root), `${basename(folder.root)}.restoring-`)));
  let newLock: FolderLock | undefined;
  try {
    // Taken before the swap, so that no server can start on the folder in between.
    newLock = lockFolder(staged.lock);
    expectRoom(staged.root, manifest.database.bytes + manifest.files.bytes);
    const files = await unpackArchive(file, staged.root, progress);
    await expectSameDatabase(staged.database, manifest, progress.signal);
    rmSync(join(staged.root, manifestPath));
    createFolders(staged);
    const erasedAgain = await prepareDatabase(folder, staged, now);
    settleFolder(staged.root, ownerOf(folder.root));
    progress.signal.throwIfAborted();
    return { manifest, files, erasedAgain, previous: swapFolder(staged.root, folder.root, now) };
  } finally {
    newLock?.release();
    oldLock?.release();
    rmSync(staged.root, { recursive: true, force: true });
  }
}

async function prepareDatabase(folder: DataFolder, staged: DataFolder, now: number): Promise<Removed> {
  if (existsSync(folder.erasures)) copyFileSync(folder.erasures, staged.erasures);
  // A backup made under HEARTH_SECRET holds no secret: that of the folder stays.
  if (!existsSync(staged.secret) && existsSync(folder.secret)) copyFileSync(folder.secret, staged.secret);
  const connection = openWriter(staged.database);
  try {
    migrateSound(connection);
    leapRowIds(connection);
    const erased = await replayErasures(connection, staged.erasures, ledgerSecret(folder, staged), now);
    await removeErasedFiles(connection, staged, now);
    return erased;
  } finally {
    connection.close();
  }
}

/** The ledger was written with the secret of the folder it lies in, which the backup's need not be. */
function ledgerSecret(folder: DataFolder, staged: DataFolder): string {
  const given = process.env["HEARTH_SECRET"];
  if (given) return given;
  const file = [folder.secret, staged.secret].find((candidate) => existsSync(candidate));
  return file ? readFileSync(file, "utf8").trim() : "";
}

/** Root restores for the user whose folder it was. */
function ownerOf(root: string): Owner | undefined {
  if (process.getuid?.() !== 0 || !existsSync(root)) return undefined;
  const { uid, gid } = statSync(root);
  return { uid, gid };
}
