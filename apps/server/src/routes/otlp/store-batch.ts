import { HearthError } from "@hearth/core/errors";
import type { TelemetryBatch } from "../../otlp/telemetry-batch.ts";
import { bodyOf, resultsOf, type SubmitSignals } from "../engine/submit-signals.ts";

/** Signals that go to the writer together. */
const mostAtOnce = 1_000;

/**
 * Stores the signals of a batch and returns how many were taken; those that the store refuses are noted in
 * the batch. Resolves once all are durable. Sent again whole, nothing of it counts twice.
 * @throws HearthError what the writer refuses for, such as `overloaded`
 */
export async function storeBatch(batch: TelemetryBatch, submit: SubmitSignals): Promise<number> {
  let taken = 0;
  for (let start = 0; start < batch.signals.length; start += mostAtOnce) {
    const part = batch.signals.slice(start, start + mostAtOnce);
    const results = resultsOf(await submit(bodyOf(part.map(({ signal }) => signal))));
    for (const [at, { status, message = "cannot be stored" }] of results.entries()) {
      if (status === "retry")
        throw new HearthError("overloaded", "The server is busy: send this again shortly.");
      if (status === "invalid") batch.reject(part[at]!.label, withoutPlace(message));
      else taken++;
    }
  }
  return taken;
}

/** The store speaks of members of a body that the exporter never saw. */
const withoutPlace = (message: string): string =>
  message.replace(/^signals\[\d+\]\.?(?:metadata\.)?/, "").replace(/\.$/, "");
