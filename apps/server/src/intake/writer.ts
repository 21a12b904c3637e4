import { hash } from "node:crypto";
import { HearthError } from "@hearth/core/errors";
import { PlayChanges } from "@hearth/core/games/intake/changes";
import type { PlayDesk } from "@hearth/core/games/intake/desk";
import { seenFacts } from "@hearth/core/games/intake/seen-facts";
import type { PublicIds } from "@hearth/core/identity/public-id";
import type { CodingNotes } from "@hearth/store/engines/sqlite/coding/coding-notes";
import type { Connection } from "@hearth/store/engines/sqlite/open";
import { RowCounters } from "@hearth/store/engines/sqlite/play/row-counters";
import { StoredPlayFacts } from "@hearth/store/engines/sqlite/play/stored-play-facts";
import { writePlayChanges } from "@hearth/store/engines/sqlite/play/write-play-changes";
import { doors } from "./doors.ts";
import type { IntakeAnswer, IntakeItem, PlayItem } from "./intake-item.ts";
import { refusalOf, storageRefusal } from "./refusals.ts";
import { rejectionKeeper } from "./rejection-keeper.ts";
import type { SignalsDoor } from "./signals-door.ts";
import { TokenWatch } from "./token-watch.ts";

/**
 * Group commit: everything that waits is decided in order and made durable in one transaction, and only
 * then answered. The one writer of the database, so what it remembers is what is stored.
 */
export class Writer {
  private readonly database: Connection;
  private readonly ids: PublicIds;
  private readonly counters: RowCounters;
  private readonly facts: StoredPlayFacts;
  private readonly tokens: TokenWatch;
  private readonly write;
  private readonly reject;
  private readonly dataVersion;
  private readonly begin;
  private readonly commit;
  private readonly notes: CodingNotes;
  private readonly onForeignWrite: () => void;
  private seenVersion: number;
  /** Opened by the first signal, with the prices it needs. */
  signals: SignalsDoor | undefined;

  /**
   * @param notes what each transaction changes on the coding side, for whoever listens
   * @param onForeignWrite told when another process was seen to have written
   */
  constructor(database: Connection, ids: PublicIds, notes: CodingNotes, onForeignWrite: () => void) {
    this.notes = notes;
    this.onForeignWrite = onForeignWrite;
    this.database = database;
    this.ids = ids;
    this.counters = new RowCounters(database);
    this.facts = new StoredPlayFacts(database);
    this.tokens = new TokenWatch(database);
    this.write = writePlayChanges(database);
    this.reject = rejectionKeeper(database, ids);
    this.dataVersion = database.prepare<[], number>("pragma data_version").pluck();
    this.begin = database.prepare("begin immediate");
    this.commit = database.prepare("commit");
    this.seenVersion = this.dataVersion.get()!;
  }

  /** Decides and stores a group. Every item gets its answer; none is answered before it is durable. */
  run(group: readonly IntakeItem[], bodies: Buffer): IntakeAnswer[] {
    try {
      return this.runOnce(group, bodies);
    } catch (error) {
      this.rollback();
      const refusal = storageRefusal(error);
      if (group.length === 1 || refusal.code !== "internal") return group.map(({ id }) => ({ id, refusal }));
      // One of them is at fault: alone, each gets the answer it deserves.
      return group.flatMap((item) => this.run([item], bodies));
    }
  }

  /** Runs other work of the writer in a transaction of its own. */
  async transact<Result>(work: () => Promise<Result>): Promise<Result> {
    this.begin.run();
    try {
      const result = await work();
      this.commit.run();
      this.notes.tellAll();
      return result;
    } catch (error) {
      this.rollback();
      if (error instanceof HearthError) throw error;
      const { code, message } = storageRefusal(error);
      throw new HearthError(code, message);
    } finally {
      this.forget();
    }
  }

  /** Looks whether another process has written; if so, nothing remembered is trusted any more. */
  noticeOthers(): void {
    const version = this.dataVersion.get()!;
    if (version === this.seenVersion) return;
    this.seenVersion = version;
    this.forget();
    this.onForeignWrite();
  }

  private runOnce(group: readonly IntakeItem[], bodies: Buffer): IntakeAnswer[] {
    this.begin.run();
    this.noticeOthers();
    const changes = new PlayChanges();
    const desk: PlayDesk = {
      changes,
      facts: seenFacts(this.facts, changes),
      ids: this.ids,
      nextRow: (kind) => this.counters.next(kind),
      digest: (text) => hash("sha256", text, "hex").slice(0, 32),
    };
    const drafts = group.map((item) => {
      const body = bodies.subarray(item.start, item.end);
      return item.door === "signals" ? this.signals!.read(item, body) : this.decide(desk, item, body);
    });
    this.tokens.noteUse(changes, group.filter(isPlay));
    this.write(changes);
    this.signals?.store();
    this.commit.run();
    this.notes.tellAll();
    for (const id of changes.ends.keys()) this.facts.forget(id);
    return drafts.map((draft) => (typeof draft === "function" ? draft() : draft));
  }

  private decide(desk: PlayDesk, item: PlayItem, body: Buffer): IntakeAnswer {
    const { id, options, scope, now } = item;
    try {
      if (options.replayOf === undefined && !options.isSigned) this.tokens.demandValid(scope.tokenId);
      if (options.refused) {
        this.reject.keep(item, body, options.refused);
        return { id, refusal: options.refused };
      }
      const answer = doors[item.door](desk, { scope, now }, body, options);
      this.reject.noteReplay(item, undefined);
      return { id, ...answer };
    } catch (error) {
      if (!(error instanceof HearthError)) throw error;
      const refusal = refusalOf(error);
      if (options.replayOf === undefined) this.reject.keep(item, body, refusal);
      else this.reject.noteReplay(item, refusal);
      return { id, refusal };
    }
  }

  private rollback(): void {
    if (this.database.inTransaction) this.database.exec("rollback");
    this.notes.drop();
    this.counters.forgetReservations();
    this.forget();
  }

  private forget(): void {
    this.facts.forget();
    this.tokens.forget();
    this.signals?.forget();
  }
}

const isPlay = (item: IntakeItem): item is PlayItem => item.door !== "signals";
