import type { Worker } from "node:worker_threads";
import { HearthError } from "@hearth/core/errors";
import type { Tenant } from "@hearth/store/context";
import type { FromReader, ReaderSetup, ToReader } from "./reader-messages.ts";
import { startThread } from "../threads/start-thread.ts";

/** Questions that may wait for the reader before further ones are turned away. */
const mostWaiting = 1_000;

/**
 * The reader as the HTTP thread sees it: a question goes in, its answer comes out as JSON text. Its thread
 * starts with the first question, so that a server that only takes in does not carry it.
 */
export class ReaderClient {
  private readonly setup: ReaderSetup;
  private worker: Worker | undefined;
  private readonly waiting = new Map<
    number,
    { resolve: (json: string) => void; reject: (error: Error) => void }
  >();
  private nextId = 1;

  constructor(setup: ReaderSetup) {
    this.setup = setup;
  }

  /** @throws HearthError `overloaded`, or what the question throws */
  ask(name: ToReader["name"], tenant: Tenant, input: unknown): Promise<string> {
    if (this.waiting.size >= mostWaiting) {
      throw new HearthError("overloaded", "Too many reads are waiting: ask again shortly.");
    }
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.running().postMessage({ id, name, tenant, now: Date.now(), input } satisfies ToReader);
    });
  }

  async stop(): Promise<void> {
    await this.worker?.terminate();
  }

  private running(): Worker {
    if (this.worker) return this.worker;
    const worker = startThread(new URL("./reader-thread.ts", import.meta.url), this.setup, 24);
    worker.on("message", (message: FromReader) => this.receive(message));
    worker.once("exit", () => this.end());
    this.worker = worker;
    return worker;
  }

  /** The thread is gone: what waited is told so, and the next question starts another. */
  private end(): void {
    this.worker = undefined;
    for (const { reject } of this.waiting.values()) {
      reject(new HearthError("overloaded", "The reads of this server broke off: ask again shortly."));
    }
    this.waiting.clear();
  }

  private receive(message: FromReader): void {
    const { resolve, reject } = this.waiting.get(message.id)!;
    this.waiting.delete(message.id);
    if ("json" in message) resolve(message.json);
    else {
      const { code, message: text, details } = message.refusal;
      reject(new HearthError(code, text, details));
    }
  }
}
