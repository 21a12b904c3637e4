import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, statfs } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import type { Readable } from "node:stream";
import { HearthError } from "@hearth/core/errors";

/** A file that has been received whole and is on the disk, but not yet in its place. */
export interface ReceivedFile {
  readonly bytes: number;
  /** Puts it in its place, durably. */
  keep(storageKey: string): Promise<void>;
  discard(): Promise<void>;
}

/** Files in a folder of this machine, by storage key. */
export class DiskStore {
  private readonly files: string;
  private readonly incoming: string;

  constructor(files: string, incoming: string) {
    this.files = files;
    this.incoming = incoming;
  }

  /**
   * Writes a stream aside, never holding more of it than a chunk.
   * @throws HearthError `too_large` as soon as the limit is passed, `invalid_request` where the sender
   * breaks off, `storage_full`
   */
  async receive(body: Readable, limit: number): Promise<ReceivedFile> {
    const path = join(this.incoming, randomUUID());
    const discard = async (): Promise<void> => await rm(path, { force: true });
    const file = await open(path, "wx", 0o600).catch((error: unknown) => {
      throw storageFault(error);
    });
    let bytes = 0;
    try {
      // What is not read is left to whoever answers: destroying the stream would stop the connection.
      for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        bytes += chunk.byteLength;
        if (bytes > limit) {
          throw new HearthError(
            "too_large",
            `This kind of file may have ${limit} bytes: shrink or split it.`,
            [{ path: "body", message: `must have at most ${limit} bytes` }],
          );
        }
        for (let written = 0; written < chunk.byteLength;) {
          written += (await file.write(chunk, written)).bytesWritten;
        }
      }
      await file.sync();
    } catch (error) {
      await file.close();
      await discard();
      throw error instanceof HearthError ? error : storageFault(error);
    }
    await file.close();
    return { bytes, discard, keep: async (storageKey) => await this.keep(path, storageKey) };
  }

  read(storageKey: string): Readable {
    return createReadStream(this.pathOf(storageKey));
  }

  /** The first octets of a file, to tell its type by; empty where there is no file. */
  async head(storageKey: string, length: number): Promise<Buffer> {
    const file = await open(this.pathOf(storageKey)).catch(() => undefined);
    if (!file) return Buffer.alloc(0);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  async remove(storageKey: string): Promise<void> {
    await rm(this.pathOf(storageKey), { force: true });
  }

  /** Octets free to this process where the files are. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.files);
    return bavail * bsize;
  }

  private async keep(path: string, storageKey: string): Promise<void> {
    const target = this.pathOf(storageKey);
    try {
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(path, target);
    } catch (error) {
      await rm(path, { force: true });
      throw storageFault(error);
    }
    const folder = await open(dirname(target));
    await folder.sync().catch(() => undefined);
    await folder.close();
  }

  private pathOf(storageKey: string): string {
    const path = resolve(this.files, storageKey);
    if (!path.startsWith(resolve(this.files) + sep)) {
      throw new HearthError("internal", "A storage key leads out of the store.");
    }
    return path;
  }
}

function storageFault(error: unknown): HearthError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") {
    return new HearthError("storage_full", "The server's disk is full: send the file again later.");
  }
  if (code === "ECONNRESET" || code === "ERR_STREAM_PREMATURE_CLOSE") {
    return new HearthError("invalid_request", "The file broke off before its end: send it again whole.");
  }
  return new HearthError(
    "storage_full",
    "The server cannot write files at the moment: send the file again later.",
  );
}
