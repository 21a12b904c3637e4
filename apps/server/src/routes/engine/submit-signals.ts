import { HearthError } from "@hearth/core/errors";
import type { EngineSender } from "../../access/device-access.ts";
import type { WriterClient } from "../../intake/writer-client.ts";

/** What became of one signal. */
export interface SignalResult {
  /** As its sender called it. */
  readonly id: string | null;
  readonly status: "stored" | "duplicate" | "enriched" | "deleted" | "invalid" | "retry";
  readonly event_id?: string;
  readonly signal_id?: string;
  /** Why it is invalid or to be sent again. */
  readonly message?: string;
}

/**
 * Submits `{ "signals": [ … ] }` and returns `{ "results": [ … ] }` as JSON text.
 * @throws HearthError what the writer refuses the whole body for
 */
export type SubmitSignals = (body: Buffer) => Promise<string>;

export const submitTo =
  (
    writer: WriterClient,
    { tenant, organization, tokenId, device }: EngineSender,
    now: number,
  ): SubmitSignals =>
  async (body) => {
    const { organizationId, mode } = tenant;
    const test = mode === "test" ? 1 : 0;
    const user = device?.user ?? null;
    const scope = { organizationId, organization, test, user, tokenId } as const;
    const answer = await writer.submit({ door: "signals", scope, now, body });
    if (!("refusal" in answer)) return answer.body;
    const { code, message, details } = answer.refusal;
    throw new HearthError(code, message, details);
  };

export const bodyOf = (signals: readonly unknown[]): Buffer => Buffer.from(JSON.stringify({ signals }));

export function resultsOf(json: string): readonly SignalResult[] {
  const { results }: { results: SignalResult[] } = JSON.parse(json);
  return results;
}
