import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { extract, Header } from "tar";
import { HearthError } from "@hearth/core/errors";
import {
  databasePath,
  filesPath,
  manifestPath,
  notABackup,
  pricesPath,
  readManifest,
  secretPath,
  type Manifest,
} from "./manifest.ts";
import type { Progress } from "./progress.ts";

const block = 512;
const longestManifest = 1 << 20;

/**
 * The manifest of a backup, its first entry; the rest is not read.
 * @throws HearthError where the file is no backup, or one of a newer program
 */
export async function manifestIn(file: string): Promise<Manifest> {
  const source = createReadStream(file);
  const archive = createGunzip();
  source.on("error", (error) => archive.destroy(error));
  let head = Buffer.alloc(0);
  try {
    for await (const piece of source.pipe(archive)) {
      head = Buffer.concat([head, piece]);
      if (head.length < block) continue;
      const { path, cksumValid, size = 0 } = new Header(head);
      if (!cksumValid || path !== manifestPath || size > longestManifest) throw notABackup();
      if (head.length >= block + size) return readManifest(head.subarray(block, block + size).toString());
    }
  } catch (error) {
    throw isDamage(error) ? notABackup() : error;
  } finally {
    source.destroy();
  }
  throw notABackup();
}

/**
 * Unpacks a backup into an empty folder. An entry that is no plain file, or whose path is none a backup
 * holds, refuses all of it.
 * @returns how many files of uploads came out
 */
export async function unpackArchive(file: string, directory: string, progress: Progress): Promise<number> {
  let files = 0;
  let foreign: string | undefined;
  try {
    await extract({
      file,
      cwd: directory,
      strict: true,
      preserveOwner: false,
      noMtime: false,
      dmode: 0o700,
      fmode: 0o600,
      maxDecompressionRatio: Infinity,
      filter(path, entry) {
        progress.signal.throwIfAborted();
        progress.say(`Unpacking ${path}`);
        const isKnown = "type" in entry && entry.type === "File" && isArchivePath(path);
        if (!isKnown) foreign ??= path;
        if (isKnown && path.startsWith(`${filesPath}/`)) files++;
        return foreign === undefined;
      },
    });
  } catch (error) {
    if (foreign === undefined) throw isDamage(error) ? damaged() : error;
  }
  if (foreign !== undefined) {
    throw new HearthError(
      "invalid_request",
      `The archive holds ${JSON.stringify(foreign)}, which no backup of Hearth does: it was made or changed by something else, use another one.`,
    );
  }
  return files;
}

export const damaged = (): HearthError =>
  new HearthError(
    "invalid_request",
    "The backup is damaged: copy it again from where it was made, or use another one.",
  );

/** Paths that a backup may hold: four plain names, and uploads whose every step is a plain name. */
export function isArchivePath(path: string): boolean {
  if ([manifestPath, databasePath, secretPath, pricesPath].includes(path)) return true;
  const [first, ...steps] = path.split("/");
  return (
    first === filesPath &&
    steps.length > 0 &&
    steps.every((step) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(step))
  );
}

/** What gunzip and tar throw at bytes that are none of theirs. */
const isDamage = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^(Z_|TAR_)/.test(String(error.code));
