import { closeSync, fsyncSync, openSync } from "node:fs";

/** Returns once the names in a folder are on the disk; Windows has no way to ask for it. */
export function syncFolder(directory: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(directory, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
