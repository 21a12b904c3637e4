import { eventId, windowedSessionId } from "@hearth/core/coding/call-identity";
import type { SessionWindow } from "@hearth/core/coding/session-windows";
import type { NewsPlace, NewsSubject, TenantNews } from "../../../coding/news/coding-news.ts";
import { NewsBatch } from "../../../coding/news/news-batch.ts";
import type { Tenant } from "../../../context.ts";
import type { StoredCall } from "./call-row.ts";
import { type CodingScope, modeOf } from "./coding-scope.ts";
import type { StreamRow } from "./streams.ts";

/**
 * What the transaction that is under way does to sessions and calls, noted for tenants that somebody listens
 * to and told once it is durable. Where nobody listens, nothing is noted.
 */
export class CodingNotes {
  private readonly tell: (news: readonly TenantNews[]) => void;
  private readonly noted = new Map<string, { readonly tenant: Tenant; readonly notes: TenantNotes }>();
  private heard: ReadonlySet<string> = new Set();

  constructor(tell: (news: readonly TenantNews[]) => void = () => undefined) {
    this.tell = tell;
  }

  get isHeard(): boolean {
    return this.heard.size > 0;
  }

  /** From the next transaction on, notes what concerns these tenants and no others. */
  listen(tenants: readonly Tenant[]): void {
    this.heard = new Set(tenants.map(tenantName));
  }

  /** Where to note what concerns a tenant; undefined where nobody listens to it. */
  of(scope: CodingScope): TenantNotes | undefined {
    if (this.heard.size === 0) return undefined;
    const tenant = { organizationId: scope.organizationId, mode: modeOf(scope) };
    const name = tenantName(tenant);
    if (!this.heard.has(name)) return undefined;
    let entry = this.noted.get(name);
    if (!entry) this.noted.set(name, (entry = { tenant, notes: new TenantNotes() }));
    return entry.notes;
  }

  /** The transaction is durable. */
  tellAll(): void {
    if (this.noted.size === 0) return;
    const news = [...this.noted.values()]
      .filter(({ notes }) => !notes.batch.isEmpty)
      .map(({ tenant, notes }) => ({ ...tenant, ...notes.batch.news() }));
    this.noted.clear();
    if (news.length > 0) this.tell(news);
  }

  /** The transaction never was. */
  drop(): void {
    this.noted.clear();
  }
}

/** Notes of one tenant, in the store's own words. */
export class TenantNotes {
  readonly batch = new NewsBatch();

  /** @param eventHashOf hash of a key, by which events are named */
  call(before: readonly StoredCall[], after: StoredCall, eventHashOf: (key: string) => string): void {
    const all = [...before, after];
    if (all.every(({ stream }) => stream.kind === "aside")) return;
    const { keys, placed, stream } = after;
    const replaced = before.map((call) => call.keys[0]!).filter((key) => key !== keys[0]);
    const idOf = (key: string): string => eventId(eventHashOf(key));
    this.batch.call({
      id: idOf(keys[0]!),
      place: { streamId: stream.id, time: placed.time, hash: placed.hash },
      subjects: subjectsOf(all.map(({ subject }) => subject)),
      replaces: replaced.map(idOf),
    });
  }

  /**
   * There is no session any more where this one began. What leaves a place is noted before what comes to it.
   * @param subjects whose it was
   */
  lost(stream: StreamRow, window: SessionWindow, subjects: readonly StreamRow[]): void {
    const place = placeOf(stream, window);
    this.batch.session({ kind: "removed", id: idOf(stream, window), place, subjects: subjectsOf(subjects) });
  }

  /**
   * There is a session where `after` begins.
   * @param before undefined where it is new
   * @param subjects whose it was and is
   */
  kept(
    stream: StreamRow,
    before: SessionWindow | undefined,
    after: SessionWindow,
    subjects: readonly StreamRow[],
  ): void {
    const id = idOf(stream, after);
    const was = before && idOf(stream, before);
    this.batch.session({
      kind: before ? "updated" : "started",
      id,
      ...(was !== undefined && was !== id && { was }),
      place: placeOf(stream, after),
      subjects: subjectsOf(subjects),
    });
  }

  end({ id: streamId }: StreamRow, time: number): void {
    this.batch.end({ streamId, time });
  }
}

const tenantName = ({ organizationId, mode }: Tenant): string => `${organizationId} ${mode}`;

const idOf = (stream: StreamRow, window: SessionWindow): string =>
  stream.kind === "named" ? stream.name : windowedSessionId(window.first.hash);

const placeOf = ({ id: streamId }: StreamRow, { first }: SessionWindow): NewsPlace => ({
  streamId,
  time: first.time,
  hash: first.hash,
});

const subjectsOf = (streams: readonly StreamRow[]): NewsSubject[] =>
  Array.from(new Set(streams), ({ user, project }) => ({ user, project }));
