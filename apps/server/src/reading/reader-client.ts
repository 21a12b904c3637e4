import { Worker } from "node:worker_threads";
import { HearthError } from "@hearth/core/errors";
import type { FromReader, ReaderSetup, ToReader } from "./reader-messages.ts";

/** Questions that may wait for the reader before further ones are turned away. */
const mostWaiting = 1_000;

/** The reader as the HTTP thread sees it: a question goes in, its answer comes out as JSON text. */
export class ReaderClient {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, { resolve(json: string): void; reject(error: Error): void }>();
  private nextId = 1;
  readonly exited: Promise<number>;

  constructor(setup: ReaderSetup) {
    this.worker = new Worker(new URL("./reader-thread.ts", import.meta.url), { workerData: setup });
    this.worker.on("message", (message: FromReader) => this.receive(message));
    this.exited = new Promise((resolve) => this.worker.once("exit", resolve));
  }

  /** @throws HearthError `overloaded`, or what the question throws */
  ask(name: ToReader["name"], organizationId: number, input: unknown): Promise<string> {
    if (this.waiting.size >= mostWaiting) {
      throw new HearthError("overloaded", "Too many reads are waiting: ask again shortly.");
    }
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, name, organizationId, now: Date.now(), input } satisfies ToReader);
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
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
