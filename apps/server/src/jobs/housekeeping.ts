import { readdir, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Schema } from "@hearth/store/schema";
import type { ExpiryCursor, ExpiryStep } from "@hearth/store/games/retention/expire-step";
import type { Kysely } from "kysely";
import type { Logger } from "pino";
import type { DataFolder } from "../data-folder.ts";
import type { DiskStore } from "../files/disk-store.ts";
import type { WriterClient } from "../intake/writer-client.ts";

const interval = 10 * 60_000;
/** Rows one step may remove, so that an ingest never waits long behind it. */
const rowsPerStep = 500;
const filesPerStep = 200;
/** Part of the disk that refused requests may take. */
const rejectionShare = 0.01;

interface Parts {
  readonly db: Kysely<Schema>;
  readonly disk: DiskStore;
  readonly writer: WriterClient;
  readonly folder: DataFolder;
  readonly log: Logger;
}

/**
 * Lets go of what has had its time: expired rows, old refusals, files of deleted rows. Every step is safe to
 * repeat; a stop in the middle is taken up at the next round.
 */
export class Housekeeping {
  private readonly parts: Parts;
  private readonly timer: NodeJS.Timeout;
  private round: Promise<void>;
  private isStopping = false;

  constructor(parts: Parts) {
    this.parts = parts;
    this.round = this.clearIncoming().then(async () => await this.run());
    this.timer = setInterval(() => {
      this.round = this.round.then(async () => await this.run());
    }, interval);
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.round;
  }

  private async run(): Promise<void> {
    const { log } = this.parts;
    try {
      await this.expire();
      await this.removeFiles();
    } catch (error) {
      log.error(
        { code: (error as NodeJS.ErrnoException).code },
        "housekeeping failed and is tried again later",
      );
    }
  }

  private async expire(): Promise<void> {
    const { writer, folder } = this.parts;
    const { blocks, bsize } = await statfs(folder.root);
    const rejectionBytes = Math.floor(blocks * bsize * rejectionShare);
    let cursor: ExpiryCursor | null = null;
    do {
      const step = await writer.order("expireStep", 0, { cursor, rows: rowsPerStep, rejectionBytes });
      ({ cursor } = step as ExpiryStep);
    } while (cursor && !this.isStopping);
  }

  private async removeFiles(): Promise<void> {
    const { db, disk, writer } = this.parts;
    while (!this.isStopping) {
      const rows = await db.selectFrom("file_removals").select("storage_key").limit(filesPerStep).execute();
      if (rows.length === 0) return;
      const storageKeys = rows.map(({ storage_key }) => storage_key);
      for (const key of storageKeys) await disk.remove(key);
      await writer.order("clearFileRemovals", 0, { storageKeys });
    }
  }

  /** What was on its way in when the last server ended will not come any further. */
  private async clearIncoming(): Promise<void> {
    const { incoming } = this.parts.folder;
    for (const name of await readdir(incoming)) await rm(join(incoming, name), { force: true });
  }
}
