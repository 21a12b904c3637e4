import { Agent } from "node:http";
import { type SessionReceipt, type UploadReceipt } from "./game.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { type Answer, send } from "./send.ts";

/** What a server has answered with success: all of it has to be there, whatever happened since. */
export class Acknowledged {
  readonly sessions: { id: string; build: string; player: string }[] = [];
  readonly events: { id: string; mark: string }[] = [];
  readonly uploads: { id: string; storageKey: string; fileName: string }[] = [];
  readonly files: { id: string; storageKey: string; content: string }[] = [];
  readonly reports: {
    id: string;
    title: string;
    eventIds: readonly string[];
    uploadIds: readonly string[];
  }[] = [];
  readonly ends: { id: string; status: string }[] = [];

  get count(): number {
    const { sessions, events, uploads, files, reports, ends } = this;
    return [sessions, events, uploads, files, reports, ends].reduce((sum, list) => sum + list.length, 0);
  }
}

/** Statuses, and how connections ended, that the load has met. */
export type Met = Map<string, number>;

interface Loaded {
  readonly url: string;
  readonly token: string;
}

const types = ["checkpoint", "death", "error", "level up"];

/**
 * One player's game after another against a server, until it no longer answers or `isOver`: everything a
 * game sends, each with a mark of its own, so that what arrived can be told from what did not.
 */
export class PlayLoad {
  private readonly server: Loaded;
  private readonly random: SeededRandom;
  private readonly acknowledged: Acknowledged;
  private readonly met: Met;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly name: string;
  private count = 0;

  constructor(server: Loaded, random: SeededRandom, name: string, acknowledged: Acknowledged, met: Met) {
    this.server = server;
    this.random = random;
    this.name = name;
    this.acknowledged = acknowledged;
    this.met = met;
  }

  async run(isOver: () => boolean): Promise<void> {
    try {
      while (!isOver()) await this.play(isOver);
    } catch (error) {
      // Only a connection that ends is expected; what the server says is never thrown.
      const code = (error as NodeJS.ErrnoException).code;
      if (code === undefined) throw error;
      this.note(code);
    } finally {
      this.agent.destroy();
    }
  }

  private async play(isOver: () => boolean): Promise<void> {
    const { random, acknowledged } = this;
    const version = `1.${random.whole(0, 3)}.0`;
    const player = this.mark();
    const build = { version, platform: random.pick(["linux", "Windows"]) };
    const session = await this.post<SessionReceipt>("sessions", {
      build,
      player: { externalId: player },
      lifecycle: true,
    });
    if (session) acknowledged.sessions.push({ id: session.sessionId, build: session.buildId, player });
    const sessionId = session?.sessionId ?? "";
    const eventIds: string[] = [];
    const uploadIds: string[] = [];
    for (let steps = random.whole(2, 8); steps > 0 && !isOver(); steps--) {
      const step = random.next();
      if (step < 0.45)
        eventIds.push(...(await this.record(sessionId, random.chance(0.5) ? 1 : random.whole(2, 60))));
      else if (step < 0.7) uploadIds.push(...(await this.upload(sessionId)));
      else await this.report(sessionId, eventIds, uploadIds);
    }
    if (!session || isOver()) return;
    const status = random.pick(["ok", "crashed"]);
    if (await this.post(`sessions/${sessionId}/end`, { status }))
      acknowledged.ends.push({ id: sessionId, status });
  }

  private async record(sessionId: string, count: number): Promise<string[]> {
    const marks = Array.from({ length: count }, () => this.mark());
    const events = marks.map((mark) => ({
      sessionId,
      eventType: this.random.pick(types),
      payload: { mark },
      ...(this.random.chance(0.1) && { id: this.random.uuid() }),
    }));
    const receipts = await this.post<{ id: string }[]>("events", count === 1 ? events[0] : events);
    for (const [at, { id }] of (receipts ?? []).entries())
      this.acknowledged.events.push({ id, mark: marks[at]! });
    return (receipts ?? []).map(({ id }) => id);
  }

  private async upload(sessionId: string): Promise<string[]> {
    const fileName = `${this.mark()}.log`;
    const upload = await this.post<UploadReceipt>("uploads", {
      sessionId,
      attachmentType: "log_bundle",
      fileName,
    });
    if (!upload) return [];
    const { uploadId: id, storageKey, uploadUrl } = upload;
    this.acknowledged.uploads.push({ id, storageKey, fileName });
    const content = `${fileName} `.repeat(this.random.whole(1, 2_000));
    const stored = await send(uploadUrl, {
      method: "PUT",
      headers: { "content-type": "text/plain" },
      body: content,
      agent: this.agent,
    });
    this.noteAnswer(stored);
    if (stored.status === 200) this.acknowledged.files.push({ id, storageKey, content });
    return [id];
  }

  private async report(
    sessionId: string,
    eventIds: readonly string[],
    uploadIds: readonly string[],
  ): Promise<void> {
    const title = this.mark();
    const attachments = uploadIds.map((uploadId) => ({
      uploadId,
      attachmentType: "log_bundle",
      fileName: "a.log",
    }));
    const report = await this.post<{ id: string }>("reports", {
      sessionId,
      clientRequestId: this.random.uuid(),
      report: { title, fingerprint: `issue ${this.random.whole(1, 5)}` },
      eventIds,
      attachments,
    });
    if (report)
      this.acknowledged.reports.push({
        id: report.id,
        title,
        eventIds: [...eventIds],
        uploadIds: [...uploadIds],
      });
  }

  private async post<Body>(door: string, body: unknown): Promise<Body | undefined> {
    const answer: Answer<Body> = await send<Body>(`${this.server.url}/v1/ingest/${door}`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.server.token}` },
      body: JSON.stringify(body),
      agent: this.agent,
    });
    this.noteAnswer(answer);
    return answer.status === 201 ? answer.body : undefined;
  }

  private noteAnswer({ status, headers }: Answer): void {
    const isHalf = status === 503 && headers["retry-after"] === undefined;
    this.note(isHalf ? "503 without Retry-After" : String(status));
  }

  private mark(): string {
    return `${this.name}-${this.count++}`;
  }

  private note(what: string): void {
    this.met.set(what, (this.met.get(what) ?? 0) + 1);
  }
}
