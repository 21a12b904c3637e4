import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../temporary-folder.ts";

/** A place to store in that is soon full, and can be given room again while the server runs. */
export interface SmallDisk {
  /** Data folder for the server. */
  readonly folder: string;
  /** How the limit is made, for the name of the test. */
  readonly kind: "file system" | "file size";
  /** Words before the program's own. */
  readonly under: readonly string[];
  /** Makes room for the server that has this process id. */
  giveRoom(pid: number): void;
  remove(): void;
}

const mebibyte = 1024 * 1024;
const size = 24 * mebibyte;
const filler = 10 * mebibyte;

/**
 * A small file system in memory, where this user may mount one. Elsewhere the size of the server's files is
 * limited instead: writes beyond it fail as they do on a full disk, with another number (EFBIG for ENOSPC),
 * and the limit can be lifted from outside.
 */
export function smallDisk(): SmallDisk {
  const root = temporaryFolder("hearth-small-disk-");
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", root], { stdio: "ignore" });
  } catch {
    return limitedFiles(root);
  }
  const ballast = join(root, "ballast");
  writeFileSync(ballast, Buffer.alloc(filler));
  const folder = join(root, "data");
  mkdirSync(folder);
  return {
    folder,
    kind: "file system",
    under: [],
    giveRoom: () => rmSync(ballast),
    remove() {
      execFileSync("umount", [root]);
      rmSync(root, { recursive: true });
    },
  };
}

const limitedFiles = (folder: string): SmallDisk => ({
  folder,
  kind: "file size",
  // The limit counts blocks of 512 octets; the signal that goes with it is ignored, as it is by nobody's wish.
  under: ["sh", "-c", `trap "" XFSZ; ulimit -S -f ${size / 2 / 512}; exec "$@"`, "sh"],
  giveRoom: (pid) => execFileSync("prlimit", ["--pid", String(pid), `--fsize=${8 * size}`]),
  remove: () => rmSync(folder, { recursive: true }),
});
