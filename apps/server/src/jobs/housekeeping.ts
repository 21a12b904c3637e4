import { readdir, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Tenant } from "@hearth/store/context";
import type { ExpiryCursor, ExpiryStep } from "@hearth/store/games/retention/expire-step";
import type { Lookups } from "@hearth/store/lookups";
import type { Logger } from "pino";
import type { DataFolder } from "../data-folder.ts";
import type { DiskStore } from "../files/disk-store.ts";
import type { WriterClient } from "../intake/writer-client.ts";

const interval = 10 * 60_000;
/** Milliseconds after a start before the first round: what people wait for comes first. */
const firstRound = 30_000;
/** Rows one step may remove, so that an ingest never waits long behind it. */
const rowsPerStep = 500;
const filesPerStep = 200;
const sessionsPerStep = 50;
/** Steps look for what is due in all organizations themselves. */
const everyone: Tenant = { organizationId: 0, mode: "live" };
/** Part of the disk that refused requests may take. */
const rejectionShare = 0.01;

interface Parts {
  readonly lookups: Lookups;
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
  private timer: NodeJS.Timeout;
  private round: Promise<void>;
  private isStopping = false;

  constructor(parts: Parts) {
    this.parts = parts;
    this.round = this.clearIncoming();
    this.timer = setTimeout(() => this.next(), firstRound);
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private next(): void {
    this.round = this.run().then(() => {
      if (!this.isStopping) this.timer = setTimeout(() => this.next(), interval);
    });
  }

  private async run(): Promise<void> {
    const { log } = this.parts;
    try {
      await this.expire();
      await this.expireCalls();
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
      const step = await writer.order("expireStep", everyone, { cursor, rows: rowsPerStep, rejectionBytes });
      ({ cursor } = step as ExpiryStep);
    } while (cursor && !this.isStopping);
  }

  private async expireCalls(): Promise<void> {
    let removed: unknown;
    do {
      removed = await this.parts.writer.order("expireCalls", everyone, { sessions: sessionsPerStep });
    } while (Number(removed) > 0 && !this.isStopping);
  }

  private async removeFiles(): Promise<void> {
    const { lookups, disk, writer } = this.parts;
    while (!this.isStopping) {
      const storageKeys = await lookups.fileRemovals(filesPerStep);
      if (storageKeys.length === 0) return;
      for (const key of storageKeys) await disk.remove(key);
      await writer.order("clearFileRemovals", everyone, { storageKeys });
    }
  }

  /** What was on its way in when the last server ended will not come any further. */
  private async clearIncoming(): Promise<void> {
    const { incoming } = this.parts.folder;
    for (const name of await readdir(incoming)) await rm(join(incoming, name), { force: true });
  }
}
