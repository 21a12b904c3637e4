import type { Worker } from "node:worker_threads";
import { startThread } from "../threads/start-thread.ts";

/** The thread that moves the log into the database. */
export class Checkpoints {
  private readonly worker: Worker;
  readonly exited: Promise<number>;

  constructor(database: string) {
    this.worker = startThread(new URL("./checkpoint-thread.ts", import.meta.url), { database }, 4);
    this.exited = new Promise((resolve) => this.worker.once("exit", resolve));
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}
