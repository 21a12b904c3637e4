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
      const body = { signals: signals.slice(at, at + mostAtOnce).map(timed) };
      const part = await this.#send<SignalResults>({ method: "POST", path: `${path}/batch`, body, options });
      results.push(...part.results);
    }
    return { results };
  }
}

const isSeveral = (signals: Signal | readonly Signal[]): signals is readonly Signal[] =>
  Array.isArray(signals);
