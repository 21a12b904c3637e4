import type { CodingNews } from "@hearth/store/coding/news/coding-news";
import type { CodingNewsAnswer } from "@hearth/store/coding/news/get-coding-news";
import { NewsBatch } from "@hearth/store/coding/news/news-batch";
import type { TenantStore } from "../http/route.ts";
import type { FeedListener } from "./feed-listener.ts";
import type { FeedDraft } from "./feed-message.ts";
import { MessageRing } from "./message-ring.ts";
import { draftsOf, gapOfAll, nothingAhead, queryOf } from "./news-drafts.ts";

/** What a client that lost its connection finds again. */
const kept = { messages: 2_000, bytes: 8 * 1024 * 1024 };

export interface TenantTimes {
  /** Milliseconds for which news is gathered before it is told. */
  readonly gather: number;
  /** Milliseconds between two resets. */
  readonly rewrite: number;
}

/** The feed of one tenant: gathers what commits did, reads it as the API shows it, and tells whoever listens. */
export class TenantFeed {
  readonly ring = new MessageRing(kept);
  readonly listeners = new Set<FeedListener>();
  private readonly ask: TenantStore["ask"];
  private readonly times: TenantTimes;
  private batch = new NewsBatch();
  private ahead = nothingAhead;
  private gathering: NodeJS.Timeout | undefined;
  private rewriting: NodeJS.Timeout | undefined;
  private isTelling = false;
  private isStopped = false;

  constructor(ask: TenantStore["ask"], times: TenantTimes) {
    this.ask = ask;
    this.times = times;
  }

  take(news: CodingNews): void {
    this.batch.add(news);
    this.tellSoon();
  }

  /** Something was changed that nobody can tell one by one. */
  noteRewrite(): void {
    this.rewriting ??= setTimeout(() => {
      this.rewriting = undefined;
      this.push([{ event: "reset", data: { reason: "changed_elsewhere" } }]);
    }, this.times.rewrite);
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.gathering);
    clearTimeout(this.rewriting);
    for (const listener of this.listeners) listener.end();
  }

  private tellSoon(): void {
    if (this.isTelling || this.isStopped || this.batch.isEmpty) return;
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      void this.tell();
    }, this.times.gather);
  }

  private async tell(): Promise<void> {
    this.isTelling = true;
    const news = this.batch.news();
    this.batch = new NewsBatch();
    const drafts = await this.read(news);
    this.isTelling = false;
    if (this.isStopped) return;
    this.push(drafts);
    this.tellSoon();
  }

  private async read(news: CodingNews): Promise<FeedDraft[]> {
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const answer = JSON.parse(await this.ask("getCodingNews", queryOf(news))) as CodingNewsAnswer;
      const { drafts, ahead } = draftsOf(news, answer, this.ahead);
      this.ahead = ahead;
      return drafts;
    } catch {
      // Too many reads are waiting, or one broke off: its log tells.
      return gapOfAll(news);
    }
  }

  private push(drafts: readonly FeedDraft[]): void {
    this.ring.push(drafts);
    for (const listener of this.listeners) listener.tell();
  }
}
