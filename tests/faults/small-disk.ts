import { execFileSync } from "node:child_process";
import { openSync, rmSync, writeSync, closeSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../temporary-folder.ts";

/** A place for a data folder that can be made full and given room again while a server runs in it. */
export interface SmallDisk {
  readonly folder: string;
  /** Words the server's command is put behind. */
  readonly under: readonly string[];
  /** Gives the running server room again. */
  free(pid: number): void;
  /** Leaves no more room than a server has to find out. */
  fill(): void;
  remove(): void;
}

const mebibyte = 1024 * 1024;

/**
 * A file system of a few MiB in memory; undefined where this user may not mount one.
 * Filled with a file of nothing, freed by taking it away: what a full disk is to every call of the kernel.
 */
export function mountedDisk(): SmallDisk | undefined {
  const folder = temporaryFolder("hearth-disk-");
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], { stdio: "ignore" });
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  const ballast = join(folder, "ballast");
  return {
    folder,
    under: [],
    fill() {
      const file = openSync(ballast, "w");
      const piece = Buffer.alloc(mebibyte);
      try {
        for (;;) writeSync(file, piece);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    remove() {
      execFileSync("umount", ["--lazy", folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * What any user can have on Linux: a server whose files may not grow beyond a few MiB (RLIMIT_FSIZE). The
 * kernel then refuses its writes with EFBIG where a full disk says ENOSPC; SQLite and the server meet both
 * in the same places, but other files on the disk are not affected, and folders can still be made. It is
 * full from the moment that the log or a file reaches the limit, and freed by lifting it.
 */
export function limitedDisk(): SmallDisk {
  const folder = temporaryFolder("hearth-limit-");
  const blocks = (6 * mebibyte) / 512;
  return {
    folder,
    under: ["sh", "-c", `ulimit -S -f ${blocks}; exec "$@"`, "sh"],
    fill: () => undefined,
    free: (pid) => void execFileSync("prlimit", ["--pid", String(pid), "--fsize=unlimited:"]),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
