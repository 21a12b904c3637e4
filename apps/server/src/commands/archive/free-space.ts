import { statfsSync } from "node:fs";
import { HearthError } from "@hearth/core/errors";

/** Octets that this user may still write where `directory` lies. */
export function freeSpace(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

/** @throws HearthError `storage_full` where fewer octets are free than needed */
export function expectRoom(directory: string, needed: number): void {
  const free = freeSpace(directory);
  if (free > needed) return;
  throw new HearthError(
    "storage_full",
    `${directory} has ${megabytes(free)} free and ${megabytes(needed)} are needed: free some space, then run the command again.`,
  );
}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
