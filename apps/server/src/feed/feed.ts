import type { ServerResponse } from "node:http";
import { HearthError } from "@hearth/core/errors";
import type { Tenant } from "@hearth/store/context";
import type { FoundApiKey } from "@hearth/store/lookups";
import type { Authenticator } from "../access/authenticator.ts";
import { tenantStore } from "../http/route.ts";
import type { WriterClient } from "../intake/writer-client.ts";
import type { ReaderClient } from "../reading/reader-client.ts";
import { FeedListener } from "./feed-listener.ts";
import type { FeedFilter } from "./feed-message.ts";
import { Seats } from "./seats.ts";
import { TenantFeed, type TenantTimes } from "./tenant-feed.ts";

/** Milliseconds. */
export interface FeedTimes extends TenantTimes {
  /** Between two signs of life on a connection. */
  readonly heartbeat: number;
  /** For which a feed that nobody listens to any more can be taken up again. */
  readonly linger: number;
  /** Between two looks whether keys still hold. */
  readonly watch: number;
}

export const usualTimes: FeedTimes = {
  gather: 200,
  rewrite: 1_000,
  heartbeat: 15_000,
  linger: 10 * 60_000,
  watch: 500,
};

interface Parts {
  readonly reader: ReaderClient;
  readonly writer: WriterClient;
  readonly authenticator: Authenticator;
}

interface Kept {
  readonly tenant: Tenant;
  readonly feed: TenantFeed;
  /** Settled once the writer tells of the tenant's changes. */
  readonly ready: Promise<void>;
  /** Connections, those included that are about to open. */
  seats: number;
  lingering: NodeJS.Timeout | undefined;
}

/** Who asks to listen, from where on, and to what. */
export interface FeedRequest {
  readonly key: FoundApiKey;
  /** The header that the key came in. */
  readonly authorization: string | undefined;
  readonly lastEventId: string | undefined;
  readonly filter: FeedFilter;
}

/**
 * The live feeds of all tenants. What a tenant's commits do is told only while somebody listens to it, or did
 * a while ago; every commit after a connection is open is told to it.
 */
export class Feed {
  private readonly parts: Parts;
  private readonly times: FeedTimes;
  private readonly seats: Seats;
  private readonly feeds = new Map<string, Kept>();
  private beating: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(parts: Parts, times: FeedTimes = usualTimes) {
    const { authenticator, writer } = parts;
    this.parts = parts;
    this.times = times;
    this.seats = new Seats(authenticator, () => writer.accessState, times.watch);
    writer.onNews = (news) => {
      for (const each of news) this.feeds.get(nameOf(each))?.feed.take(each);
    };
    writer.onForeignWrite = () => {
      for (const { feed } of this.feeds.values()) feed.noteRewrite();
    };
  }

  /**
   * Makes room for a connection and waits until every further commit is told.
   * @returns what begins to tell, once the answer's headers are written
   * @throws HearthError `rate_limited` where its key has too many, `overloaded` where all have
   */
  async open(request: FeedRequest): Promise<(response: ServerResponse) => void> {
    const { key, authorization, lastEventId, filter } = request;
    if (this.isClosed) throw stopping();
    const seat = this.seats.take(key.keyId, authorization);
    const kept = this.feedOf({ organizationId: key.organizationId, mode: key.mode });
    const { feed } = kept;
    const leave = (): void => {
      seat.leave();
      kept.seats--;
      if (kept.seats === 0) this.linger(kept);
    };
    try {
      await kept.ready;
      if (this.isClosed) throw stopping();
    } catch (error) {
      leave();
      throw error;
    }
    return (response) => {
      if (response.destroyed) {
        leave();
        return;
      }
      const listener = new FeedListener(response, feed.ring, filter, lastEventId);
      feed.listeners.add(listener);
      seat.sit(listener);
      response.once("close", () => {
        feed.listeners.delete(listener);
        leave();
      });
      this.beating ??= setInterval(() => this.beat(), this.times.heartbeat);
    };
  }

  /** Ends all connections; there will be no more. */
  close(): void {
    this.isClosed = true;
    this.seats.close();
    clearInterval(this.beating);
    for (const { feed, lingering } of this.feeds.values()) {
      clearTimeout(lingering);
      feed.stop();
    }
  }

  private feedOf(tenant: Tenant): Kept {
    const name = nameOf(tenant);
    let kept = this.feeds.get(name);
    if (!kept) {
      const feed = new TenantFeed(tenantStore(this.parts, tenant).ask, this.times);
      const others = Array.from(this.feeds.values(), (other) => other.tenant);
      const ready = this.parts.writer.listen([...others, tenant]);
      kept = { tenant, feed, ready, seats: 0, lingering: undefined };
      this.feeds.set(name, kept);
    }
    clearTimeout(kept.lingering);
    kept.seats++;
    return kept;
  }

  /** Nobody listens: whoever lost the connection may come again, but not for ever. */
  private linger(kept: Kept): void {
    if (this.isClosed) return;
    kept.lingering = setTimeout(() => {
      kept.feed.stop();
      this.feeds.delete(nameOf(kept.tenant));
      void this.parts.writer.listen(Array.from(this.feeds.values(), ({ tenant }) => tenant));
    }, this.times.linger);
  }

  private beat(): void {
    const listeners = [...this.feeds.values()].flatMap(({ feed }) => [...feed.listeners]);
    for (const listener of listeners) listener.beat();
    if (listeners.length > 0) return;
    clearInterval(this.beating);
    this.beating = undefined;
  }
}

const nameOf = ({ organizationId, mode }: Tenant): string => `${organizationId} ${mode}`;

const stopping = (): HearthError =>
  new HearthError("overloaded", "The server is stopping: connect again shortly.");
