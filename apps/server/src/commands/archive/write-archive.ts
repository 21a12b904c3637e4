import { createReadStream, createWriteStream, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { formatInstant } from "@hearth/core/time/instant";
import type { DataFolder } from "../../data-folder.ts";
import { version } from "../../version.ts";
import { databasePath, filesPath, manifestPath, pricesPath, secretPath, type Manifest } from "./manifest.ts";
import type { Progress } from "./progress.ts";
import type { Snapshot } from "./snapshot.ts";
import { syncFolder } from "./sync-folder.ts";
import { tarStream, type TarEntry } from "./tar-stream.ts";

export interface WrittenArchive {
  readonly manifest: Manifest;
  /** Files in the archive: those the snapshot names, less what was deleted or lost since. */
  readonly files: number;
  readonly hasSecret: boolean;
}

/** Writes the archive aside (`FILE.part`), mode 0600, onto the disk, then gives it its name. */
export async function writeArchive(
  folder: DataFolder,
  snapshot: Snapshot,
  file: string,
  { at, progress }: { at: number; progress: Progress },
): Promise<WrittenArchive> {
  const part = `${file}.part`;
  const manifest = manifestOf(snapshot, at);
  const hasSecret = existsSync(folder.secret);
  let files = 0;

  async function* entries(): AsyncGenerator<TarEntry> {
    yield entryOf(manifestPath, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), at);
    if (hasSecret) yield entryOf(secretPath, readFileSync(folder.secret), at);
    if (existsSync(folder.prices)) yield entryOf(pricesPath, readFileSync(folder.prices), at);
    yield {
      path: databasePath,
      size: snapshot.bytes,
      modifiedAt: new Date(at),
      content: watched(createReadStream(snapshot.file, { highWaterMark: 1 << 20 }), (read) =>
        progress.say(`Packing the database: ${Math.floor((100 * read) / snapshot.bytes)} %`),
      ),
    };
    for (const key of storageKeys(snapshot)) {
      const stored = await open(join(folder.files, key)).catch(absent);
      if (!stored) continue;
      try {
        const { size, mtime } = await stored.stat();
        const content = size > 0 ? stored.createReadStream({ end: size - 1, autoClose: false }) : [];
        yield { path: `${filesPath}/${key}`, size, modifiedAt: mtime, content };
      } finally {
        await stored.close();
      }
      files++;
      progress.say(`Packing files: ${files} of ${manifest.files.count}`);
    }
  }

  rmSync(part, { force: true });
  try {
    await pipeline(
      tarStream(entries()),
      // Most of a backup is compressed already, or JSON that the first level halves many times.
      createGzip({ level: 1 }),
      createWriteStream(part, { flags: "wx", mode: 0o600, flush: true }),
      { signal: progress.signal },
    );
    renameSync(part, file);
    syncFolder(dirname(file));
  } finally {
    rmSync(part, { force: true });
  }
  return { manifest, files, hasSecret };
}

function manifestOf({ connection, bytes, sha256 }: Snapshot, at: number): Manifest {
  const files = connection
    .prepare<[], { count: number; bytes: number }>(
      "select count(*) as count, coalesce(sum(bytes), 0) as bytes from play_uploads where arrived_at is not null",
    )
    .get()!;
  const migrations = connection
    .prepare<[], string>("select name from migrations order by name")
    .pluck()
    .all();
  return {
    format: 1,
    hearth: version,
    createdAt: formatInstant(at),
    migrations,
    database: { bytes, sha256 },
    files,
  };
}

const storageKeys = ({ connection }: Snapshot): Iterable<string> =>
  connection
    .prepare<[], string>("select storage_key from play_uploads where arrived_at is not null order by id")
    .pluck()
    .iterate();

const entryOf = (path: string, content: Buffer, at: number): TarEntry => ({
  path,
  size: content.length,
  modifiedAt: new Date(at),
  content: [content],
});

/** The same pieces, telling how many octets went by. */
async function* watched(
  pieces: AsyncIterable<Uint8Array>,
  tell: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    tell(bytes);
    yield piece;
  }
}

/** A file that went between the snapshot and its turn was deleted: no loss. */
function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
