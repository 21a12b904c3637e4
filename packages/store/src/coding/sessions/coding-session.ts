import type { CodingSessionStatus } from "@hearth/core/coding/coding-session-status";
import { windowedSessionId } from "@hearth/core/coding/call-identity";
import { formatInstant } from "@hearth/core/time/instant";
import type { StoreContext } from "../../context.ts";
import { type StreamRow, streamsById } from "../reading/coding-streams.ts";
import type { CodingTenant } from "../reading/coding-tenant.ts";
import { termTexts } from "../reading/coding-terms.ts";
import type { SessionRow } from "./session-rows.ts";
import { sessionStatuses } from "./session-status.ts";

/** A session as the wire shows it. */
export interface CodingSession {
  readonly id: string;
  readonly user_id: string;
  readonly project_id: string | null;
  readonly started_at: string;
  readonly ended_at: string;
  /** Whole seconds. */
  readonly duration_s: number;
  readonly status: CodingSessionStatus;
  /** Null where a named session has no call. */
  readonly model: string | null;
  readonly models: readonly string[];
  readonly tokens_in: number;
  readonly tokens_out: number;
  readonly cache_read_tokens: number;
  readonly cache_write_tokens: number;
  readonly reasoning_tokens: number;
  /** Dollars, of the calls whose cost is known. */
  readonly cost_usd: number;
  readonly unpriced_count: number;
  readonly signal_count: number;
  readonly error_count: number;
  readonly adapter: string;
}

/** Sessions as the wire shows them, in the order given. */
export async function codingSessions(
  context: StoreContext,
  tenant: CodingTenant,
  rows: readonly SessionRow[],
): Promise<CodingSession[]> {
  const statuses = await sessionStatuses(context, tenant, rows);
  const streams = await streamsById(
    context,
    rows.map((row) => row.stream_id),
  );
  const models = rows.map(modelsOf);
  const texts = await termTexts(
    context,
    rows.flatMap((row, at) => [row.user_id, row.project_id, row.adapter_id, ...models[at]!]),
  );
  return rows.map((row, at) => {
    const names = models[at]!.map((model) => texts.get(model)!);
    return {
      id: sessionIdOf(row, streams.get(row.stream_id)!),
      user_id: texts.get(row.user_id)!,
      project_id: texts.get(row.project_id)! || null,
      started_at: formatInstant(row.first_time),
      ended_at: formatInstant(row.last_time),
      duration_s: Math.floor((row.last_time - row.first_time) / 1_000),
      status: statuses[at]!,
      model: names[0] ?? null,
      models: names,
      tokens_in: row.tokens_in,
      tokens_out: row.tokens_out,
      cache_read_tokens: row.cache_read,
      cache_write_tokens: row.cache_write,
      reasoning_tokens: row.reasoning,
      cost_usd: row.cost / 1e6,
      unpriced_count: row.unpriced,
      signal_count: row.calls,
      error_count: row.errors,
      adapter: texts.get(row.adapter_id)!,
    };
  });
}

/** Public id of a session. */
export const sessionIdOf = (
  { first_hash: hash }: Pick<SessionRow, "first_hash">,
  { kind, name }: Pick<StreamRow, "kind" | "name">,
): string => (kind === "named" ? name : windowedSessionId(Buffer.from(hash).toString("hex")));

/** Ids of a session's models, most calls first. */
function modelsOf({ calls, model_id, models }: SessionRow): number[] {
  if (calls === 0) return [];
  if (models === null) return [model_id];
  return (JSON.parse(models) as [number, ...unknown[]][]).map(([model]) => model);
}
