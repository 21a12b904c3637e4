import type { Worker } from "node:worker_threads";
import { HearthError } from "@hearth/core/errors";
import type { TenantNews } from "@hearth/store/coding/news/coding-news";
import type { Tenant } from "@hearth/store/context";
import type { IntakeAnswer, IntakeItem } from "./intake-item.ts";
import { IntakeQueue } from "./intake-queue.ts";
import type { FromWriter, ToWriter, WriterSetup } from "./writer-messages.ts";
import { startThread } from "../threads/start-thread.ts";

/** Octets that may wait in all, and those handed over but not yet answered. */
const queueCapacity = 64 * 1024 * 1024;
const handedOverLimit = 8 * 1024 * 1024;

type Unsent<Item> = Item extends unknown ? Omit<Item, "id" | "start" | "end"> : never;
type Work = Unsent<IntakeItem> & { readonly body: Uint8Array };
type Pending = Work & { resolve: (answer: IntakeAnswer) => void };

/** The writer as the HTTP thread sees it: requests go in, answers come out once they are durable. */
export class WriterClient {
  private readonly worker: Worker;
  private readonly queue = new IntakeQueue<Pending>(queueCapacity);
  private readonly handedOver = new Map<number, { pending: Pending; bytes: number }>();
  private readonly commands = new Map<
    number,
    { resolve: (result: unknown) => void; reject: (error: Error) => void }
  >();
  private readonly accessVersion: Int32Array;
  private readonly onCommit: (items: number, ms: number) => void;
  private handedOverBytes = 0;
  private nextId = 1;
  private isFlushDue = false;
  /** Told what the operator should know of. */
  onNotice: (text: string) => void = () => undefined;
  /** Told what commits did for the tenants that are listened to, before those who caused it are answered. */
  onNews: (news: readonly TenantNews[]) => void = () => undefined;
  /** Told, while any tenant is listened to, that another process has written nobody knows what. */
  onForeignWrite: () => void = () => undefined;
  readonly ready: Promise<void>;
  readonly exited: Promise<number>;

  constructor(setup: Omit<WriterSetup, "accessVersion">, onCommit: (items: number, ms: number) => void) {
    const accessVersion = new SharedArrayBuffer(4);
    this.accessVersion = new Int32Array(accessVersion);
    this.onCommit = onCommit;
    const workerData: WriterSetup = { ...setup, accessVersion };
    this.worker = startThread(new URL("./writer-thread.ts", import.meta.url), workerData, 32);
    this.ready = new Promise((resolve, reject) => {
      this.worker.once("error", reject);
      this.worker.on("message", (message: FromWriter) => {
        if (message.kind === "ready") resolve();
        else this.receive(message);
      });
    });
    this.exited = new Promise((resolve) => this.worker.once("exit", resolve));
  }

  /** Grows whenever credentials may have changed. */
  get accessState(): number {
    return Atomics.load(this.accessVersion, 0);
  }

  get waitingBytes(): number {
    return this.queue.bytes + this.handedOverBytes;
  }

  /** @throws HearthError `overloaded` where the queue has no room for this token */
  submit(work: Work): Promise<IntakeAnswer> {
    return new Promise((resolve) => {
      this.queue.push(work.scope.tokenId, { ...work, resolve }, work.body.byteLength);
      this.flushSoon();
    });
  }

  /** Runs a management command; its transaction is durable when the promise resolves. */
  order(name: (ToWriter & { kind: "command" })["name"], tenant: Tenant, input: unknown): Promise<unknown> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.commands.set(id, { resolve, reject });
      this.post({ kind: "command", id, name, tenant, now: Date.now(), input });
    });
  }

  /** Listens to these tenants and no others; every commit after the promise resolves is told. */
  async listen(tenants: readonly Tenant[]): Promise<void> {
    const id = this.nextId++;
    await new Promise((resolve, reject) => {
      this.commands.set(id, { resolve, reject });
      this.post({ kind: "listen", id, tenants });
    });
  }

  /** Lets the writer finish what it has, then ends its thread. */
  async stop(): Promise<void> {
    while (this.handedOver.size > 0 || this.queue.bytes > 0 || this.commands.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    this.post({ kind: "stop" });
    await this.exited;
  }

  /** At once while the writer has nothing, so that it works while more comes in; else all of a turn together. */
  private flushSoon(): void {
    if (this.handedOver.size === 0) {
      this.flush();
      return;
    }
    if (this.isFlushDue || this.handedOverBytes >= handedOverLimit) return;
    this.isFlushDue = true;
    setImmediate(() => {
      this.isFlushDue = false;
      this.flush();
    });
  }

  /** Hands over what waits in one message, the bodies side by side in one buffer that changes hands. */
  private flush(): void {
    const taken = this.queue.take(handedOverLimit - this.handedOverBytes);
    if (taken.length === 0) return;
    const bodies = new Uint8Array(taken.reduce((sum, { work }) => sum + work.body.byteLength, 0));
    let start = 0;
    const items = taken.map(({ work, bytes }): IntakeItem => {
      const id = this.nextId++;
      const end = start + work.body.byteLength;
      bodies.set(work.body, start);
      const { body: _body, resolve: _resolve, ...unsent } = work;
      const item: IntakeItem = { ...unsent, id, start, end };
      start = end;
      this.handedOver.set(id, { pending: work, bytes });
      this.handedOverBytes += bytes;
      return item;
    });
    this.post({ kind: "intake", items, bodies: bodies.buffer });
  }

  private receive(message: Exclude<FromWriter, { kind: "ready" }>): void {
    if (message.kind === "answers") {
      for (const answer of message.answers) {
        const entry = this.handedOver.get(answer.id)!;
        this.handedOver.delete(answer.id);
        this.handedOverBytes -= entry.bytes;
        entry.pending.resolve(answer);
      }
      this.onCommit(message.answers.length, message.commitMs);
      this.flush();
      return;
    }
    if (message.kind === "notice") {
      this.onNotice(message.text);
      return;
    }
    if (message.kind === "news") {
      this.onNews(message.news);
      return;
    }
    if (message.kind === "foreign-write") {
      this.onForeignWrite();
      return;
    }
    const command = this.commands.get(message.id)!;
    this.commands.delete(message.id);
    if (message.kind === "result") command.resolve(message.result);
    else {
      const { code, message: text, details } = message.refusal;
      command.reject(new HearthError(code, text, details));
    }
  }

  private post(message: ToWriter): void {
    this.worker.postMessage(message, message.kind === "intake" ? [message.bodies] : []);
  }
}
