import { type Call, reportOf } from "@hearth/core/coding/call";
import { eventId, signalId } from "@hearth/core/coding/call-identity";
import { gatherReports } from "@hearth/core/coding/gather-reports";
import { normaliseRemote, projectOfRepository } from "@hearth/core/coding/repository";
import { isCall } from "@hearth/core/coding/signal";
import { claimName } from "@hearth/core/coding/session-name";
import type { CodingBook, ErasedUser } from "../../../coding/coding-book.ts";
import { keyKinds } from "../../../coding/coding-schema.ts";
import { RecentMap } from "../../../recent-map.ts";
import type { Connection } from "../open.ts";
import { CallPlacer } from "./call-placer.ts";
import type { StoredCall } from "./call-row.ts";
import { CodingNotes } from "./coding-notes.ts";
import { CodingRows } from "./coding-rows.ts";
import type { CodingScope } from "./coding-scope.ts";
import { CodingSettings } from "./coding-settings.ts";
import { goalMover, type MoveGoals } from "./move-goals.ts";
import { UserEraser } from "./user-eraser.ts";
import { type FoundSession, SessionFinder } from "./session-finder.ts";
import { digest, KeyHashes } from "./key-hashes.ts";
import type { KeyPlace } from "./key-index.ts";
import type { CallPrices } from "./call-prices.ts";
import type { SentSignal, SignalEffects, SignalReceipt, SignalRow } from "./signal-rows.ts";

/** What became of a signal. `eventId` is a call's, `signalId` any signal's. */
export type CodingReceipt =
  | {
      readonly status: "stored" | "enriched" | "duplicate";
      readonly eventId?: string;
      readonly signalId: string;
    }
  | { readonly status: "deleted" }
  | { readonly status: "invalid"; readonly message: string };

const millisecondsPerDay = 86_400_000;
const foreignName = "session_id belongs to another user: send a name of your own, or leave it out";

/**
 * The coding side of the database, inside the caller's transaction. The one place that writes it, so what
 * it remembers is what is stored, until `forget`.
 */
export class StoredCoding implements CodingBook {
  readonly rows: CodingRows;
  readonly sessions: SessionFinder;
  private readonly eraser: UserEraser;
  private readonly hashes = new KeyHashes();
  private readonly placer: CallPlacer;
  private readonly moveGoals: MoveGoals;
  private readonly settings: CodingSettings;
  private readonly remotes = new RecentMap<string, { repository: string | null; project: string | null }>(
    5_000,
  );

  /** @param notes told of what changes; of nothing where absent */
  constructor(database: Connection, prices: CallPrices, notes = new CodingNotes()) {
    this.rows = new CodingRows(database, digest);
    this.settings = new CodingSettings(database);
    this.sessions = new SessionFinder(database, this.rows, this.settings, this.hashes);
    this.moveGoals = goalMover(database);
    this.eraser = new UserEraser(database, this.rows);
    this.placer = new CallPlacer(database, this.rows, this.settings, prices, this.hashes, notes);
  }

  /**
   * Stores what one tenant's signals tell and answers for each, in their order.
   * @param now epoch milliseconds
   */
  take(scope: CodingScope, signals: readonly SentSignal[], now: number): CodingReceipt[] {
    const receipts: (CodingReceipt | undefined)[] = [];
    const reports: Call[] = [];
    const reported: number[] = [];
    const effects: SignalEffects = { ends: new Map(), named: new Set() };
    const oldest = this.oldestKept(scope, now);
    for (const [index, sent] of signals.entries()) {
      const signal = this.withProject(scope, sent);
      if (signal.time < oldest) receipts[index] = { status: "deleted" };
      else if (!this.mayName(scope, signal)) receipts[index] = { status: "invalid", message: foreignName };
      else {
        if (signal.sessionName !== null) effects.named.add(signal.sessionName);
        const call = isCall(signal);
        if (call) {
          this.moveGoalsOf(scope, signal);
          reports.push(reportOf(signal, signal.user));
          reported.push(index);
        }
        if (!call || signal.type === "session-end") {
          const receipt = signalReceipt(this.rows.signals.take(scope, signal, effects));
          receipts[index] = receipt;
          if (receipt.status !== "deleted") this.moveGoalsOf(scope, signal);
        }
      }
    }
    const gathered = gatherReports(reports, this.knownCalls(scope, reports));
    const { changes, receipts: reportReceipts, deletedKeys } = gathered;
    for (const key of deletedKeys) {
      this.rows.keys.delete(scope.organizationId, this.hashes.of(scope, key), undefined);
    }
    this.placer.apply(scope, { changes, ...effects, now });
    for (const [at, { status, call }] of reportReceipts.entries()) {
      receipts[reported[at]!] =
        status === "deleted" || !call ? { status: "deleted" } : this.callReceipt(scope, status, call);
    }
    this.hashes.forget();
    return receipts as CodingReceipt[];
  }

  /** Removes calls and signals for good: resends of either are answered as deleted. */
  delete(scope: CodingScope, { calls, signals }: Deletion): void {
    const effects: SignalEffects = { ends: new Map(), named: new Set() };
    for (const signal of signals) this.rows.signals.delete(scope, signal, effects);
    const changes = calls.map((call) => ({ before: [call], after: undefined }));
    this.placer.apply(scope, { changes, ...effects, now: 0, isDeletion: true });
  }

  deleteSession(scope: CodingScope, id: string): string[] | undefined {
    const found = this.sessions.find(scope, id);
    if (!found) return undefined;
    return this.deleteFound(scope, found);
  }

  deleteSessionAt(scope: CodingScope, streamId: number, time: number, bytes: Uint8Array): void {
    const first = { time, hash: Buffer.from(bytes).toString("hex") };
    const window = this.rows.sessions.at(scope.organizationId, streamId, first);
    if (window) this.deleteFound(scope, { stream: this.rows.streams.byId(streamId), window });
  }

  deleteCalls(scope: CodingScope, hashes: readonly string[]): number {
    const calls = hashes.flatMap((text) => this.sessions.callsAt(scope, text));
    this.delete(scope, { calls, signals: [] });
    return calls.length;
  }

  eraseUser(scope: CodingScope, user: string): ErasedUser {
    const { calls, signals, contexts } = this.eraser.contents(scope, user);
    this.delete(scope, { calls, signals });
    this.eraser.finish(scope, user, contexts);
    this.forget();
    return { calls: calls.length, signals: signals.length };
  }

  /** Prices calls anew by the prices as they are now. */
  reprice(scope: CodingScope, calls: readonly StoredCall[]): void {
    const changes = calls.map((call) => ({ before: [call], after: call }));
    this.placer.apply(scope, { changes, ends: new Map(), named: new Set(), now: 0 });
  }

  forget(): void {
    this.rows.forget();
    this.settings.forget();
    this.placer.forget();
  }

  private deleteFound(scope: CodingScope, found: FoundSession): string[] {
    const contents = this.sessions.contents(scope, found);
    this.delete(scope, contents);
    return contents.calls.map(({ placed }) => placed.hash);
  }

  private oldestKept({ organizationId }: CodingScope, now: number): number {
    const { callDays } = this.settings.of(organizationId);
    return callDays === null ? -Infinity : now - callDays * millisecondsPerDay;
  }

  /** A name is its first user's; whoever comes with a new one owns it from then on. */
  private mayName(scope: CodingScope, { sessionName, user }: SentSignal): boolean {
    if (sessionName === null) return true;
    const claim = claimName(this.rows.streams.named(scope, sessionName)?.user, user);
    if (claim === "new") this.rows.streams.claim(scope, sessionName, user);
    return claim !== "foreign";
  }

  /** Goals follow the signals of the session they are in, whichever of its names was used. */
  private moveGoalsOf({ organizationId, test }: CodingScope, signal: SentSignal): void {
    const { user, type, time, sessionName, metadata } = signal;
    const sessions = [sessionName, metadata.toolSession].filter((name) => name !== null);
    if (sessions.length > 0) this.moveGoals(organizationId, test, user, sessions, type, time);
  }

  /** A signal that names no project belongs to its repository's; what a remote holds beside its place is dropped. */
  private withProject(scope: CodingScope, signal: SentSignal): SentSignal {
    const { repository: remote } = signal.metadata;
    if (remote === null) return signal;
    const { repository, project } = this.remotes.getOrFind(`${scope.organizationId} ${remote}`, () => {
      const place = normaliseRemote(remote);
      const plain = /[@:]/.test(remote) ? null : remote;
      return {
        repository: place ?? plain,
        project: projectOfRepository(digest, scope.organization, remote) ?? null,
      };
    })!;
    if (repository === remote && signal.project !== null) return signal;
    return { ...signal, project: signal.project ?? project, metadata: { ...signal.metadata, repository } };
  }

  private knownCalls(
    scope: CodingScope,
    reports: readonly Call[],
  ): (key: string) => StoredCall | "deleted" | undefined {
    const { organizationId } = scope;
    const calls = new Map<string, StoredCall | undefined>();
    const callAt = ({ streamId, time, hash: at }: KeyPlace): StoredCall | undefined => {
      const place = `${streamId} ${time} ${at}`;
      if (!calls.has(place))
        calls.set(place, this.rows.calls.at(organizationId, streamId, { time, hash: at }));
      return calls.get(place);
    };
    const hashes = reports
      .flatMap(({ keys }) => keys)
      .map((key) => {
        const text = this.hashes.of(scope, key);
        return { key, text, order: Number.parseInt(text.slice(0, 12), 16) };
      })
      // In the order of the index: neighbours share its pages.
      .toSorted((a, b) => a.order - b.order);
    const known = new Map<string, StoredCall | "deleted">();
    for (const { key, text } of hashes) {
      for (const place of this.rows.keys.find(organizationId, text)) {
        if (place.kind === keyKinds.deleted && place.hash === text.slice(16)) known.set(key, "deleted");
        const call = place.kind === keyKinds.call ? callAt(place) : undefined;
        if (call?.keys.includes(key)) known.set(key, call);
      }
    }
    return (key) => known.get(key);
  }

  private callReceipt(
    scope: CodingScope,
    status: "stored" | "enriched" | "duplicate",
    call: Call,
  ): CodingReceipt {
    const best = this.hashes.of(scope, call.keys[0]!);
    return { status, eventId: eventId(best), signalId: signalId(best) };
  }
}

/** What is to be removed. */
export interface Deletion {
  readonly calls: readonly StoredCall[];
  readonly signals: readonly SignalRow[];
}

const signalReceipt = ({ status, hash: text }: SignalReceipt): CodingReceipt =>
  status === "deleted" ? { status } : { status, signalId: signalId(text) };
