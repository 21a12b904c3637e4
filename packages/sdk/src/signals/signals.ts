import { ForgError } from "../errors/forg-error.ts";
import type { RequestOptions, Send } from "../http/call.ts";
import type { Signal, SignalReceipt, SignalResult, SignalResults } from "./signal.ts";

const path = "/engine/v1/signals";
const mostAtOnce = 1_000;

/** An API key with scope `write:signals`, or a device's `lic_` token. */
export class Signals {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * Several go 1,000 at a time, one request after the other. Sending again what may have arrived is safe:
   * a signal is known by its `id`, else by its time and figures, and answered `duplicate`.
   */
  send(signal: Signal, options?: RequestOptions): Promise<SignalReceipt>;
  send(signals: readonly Signal[], options?: RequestOptions): Promise<SignalResults>;
  async send(
    signals: Signal | readonly Signal[],
    options?: RequestOptions,
  ): Promise<SignalReceipt | SignalResults> {
    // Without a time of its own, a repeated signal would be another one to the server.
    const ts = new Date().toISOString();
    const timed = (signal: Signal): Signal => ({ ...signal, ts: signal.ts ?? ts });
    if (!isSeveral(signals)) return await this.#send({ method: "POST", path, body: timed(signals), options });
    const results: SignalResult[] = [];
    for (let at = 0; at < signals.length; at += mostAtOnce) {
      results.push(...(await this.#sendBatch(signals.slice(at, at + mostAtOnce).map(timed), options)));
    }
    return { results };
  }

  /** In two halves where a server or proxy finds the whole too large. */
  async #sendBatch(
    signals: readonly Signal[],
    options: RequestOptions | undefined,
  ): Promise<readonly SignalResult[]> {
    const call = { method: "POST", path: `${path}/batch`, body: { signals }, options } as const;
    try {
      return (await this.#send<SignalResults>(call)).results;
    } catch (error) {
      if (!(error instanceof ForgError && error.status === 413 && signals.length > 1)) throw error;
      const half = signals.length >> 1;
      const first = await this.#sendBatch(signals.slice(0, half), options);
      return [...first, ...(await this.#sendBatch(signals.slice(half), options))];
    }
  }
}

const isSeveral = (signals: Signal | readonly Signal[]): signals is readonly Signal[] =>
  Array.isArray(signals);
