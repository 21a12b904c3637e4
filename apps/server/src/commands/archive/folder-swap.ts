import { existsSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { HearthError } from "@hearth/core/errors";
import { syncFolder } from "./sync-folder.ts";

/** @throws HearthError `conflict` where a folder cannot be renamed because something is mounted on it */
export function expectSwappable(root: string): void {
  if (!existsSync(root) || statSync(root).dev === statSync(dirname(root)).dev) return;
  throw new HearthError(
    "conflict",
    `${root} is a mount point and cannot be swapped: restore into a folder below it with --data, then start the server with that folder as HEARTH_DATA.`,
  );
}

/**
 * Puts `staged` in the place of `root`; what was there gets another name. Two renames, the second undone
 * where it fails.
 * @returns where the old folder is now, or null where there was none
 */
export function swapFolder(staged: string, root: string, at: number): string | null {
  const previous = existsSync(root) ? `${root}.before-restore-${stampOf(at)}` : null;
  if (previous) renameSync(root, previous);
  try {
    renameSync(staged, root);
  } catch (error) {
    if (previous) renameSync(previous, root);
    throw error;
  }
  syncFolder(dirname(root));
  return previous;
}

/** `20260301T100000Z`: readable, sortable and fit for every file system. */
const stampOf = (at: number): string => new Date(at).toISOString().replace(/\.\d+|[-:]/g, "");
