import { eventId, keyHash } from "@hearth/core/coding/call-identity";
import { formatInstant } from "@hearth/core/time/instant";
import type { StoreContext } from "../../context.ts";
import { streamsById } from "../reading/coding-streams.ts";
import type { CodingTenant } from "../reading/coding-tenant.ts";
import { termTexts } from "../reading/coding-terms.ts";
import { digest } from "../reading/digest.ts";
import type { CallRow } from "./event-rows.ts";

/** What of a call is shown. The rest is left out of long answers: bytes are dear to read. */
export const shownColumns = [
  "time",
  "subject_id",
  "model_id",
  "tokens_in",
  "tokens_out",
  "cache_read",
  "cache_write_5m",
  "cache_write_1h",
  "reasoning",
  "latency",
  "cost",
  "cost_reported",
  "error_id",
  "context_id",
  "keys",
  "more",
] as const satisfies readonly (keyof CallRow)[];

export type ShownCall = Pick<CallRow, (typeof shownColumns)[number]>;

/** A model call as the wire shows it. */
export interface CodingEvent {
  readonly id: string;
  readonly type: "call";
  /** Null where the call is kept and not counted. */
  readonly session_id: string | null;
  readonly user_id: string;
  readonly project_id: string | null;
  readonly ts: string;
  readonly adapter: string;
  readonly model: string;
  readonly tokens_in: number;
  readonly tokens_out: number;
  readonly cache_read_tokens: number;
  readonly cache_write_tokens: number;
  readonly reasoning_tokens: number;
  /** Milliseconds. */
  readonly latency_ms: number | null;
  /** Dollars; null where it is not known. */
  readonly cost_usd: number | null;
  readonly cost_reported_usd: number | null;
  readonly error_code: string | null;
  /** Most precise first. */
  readonly sources: readonly string[];
  readonly git_commit: string | null;
  readonly git_branch: string | null;
  readonly repository: string | null;
  readonly machine: string | null;
  readonly tool_session_id: string | null;
  readonly service_tier?: string;
  readonly geography?: string;
  readonly web_searches?: number;
}

/** What a term of `coding_calls.context_id` holds. */
type Context = readonly (string | null)[];

/** What few calls have (`packages/store/src/engines/sqlite/coding/call-row.ts`). */
interface More {
  readonly sources?: readonly string[];
  readonly service?: string;
  readonly geography?: string;
  readonly webSearches?: number;
}

/**
 * Calls as the wire shows them, in the order given.
 * @param sessionIdAt public id of the session that holds the call at an index; null where none does
 */
export async function codingEvents(
  context: StoreContext,
  tenant: CodingTenant,
  rows: readonly ShownCall[],
  sessionIdAt: (index: number) => string | null,
): Promise<CodingEvent[]> {
  const subjects = await streamsById(
    context,
    rows.map((row) => row.subject_id),
  );
  const texts = await termTexts(
    context,
    rows.flatMap((row) => [row.model_id, row.context_id, row.error_id ?? 0]),
  );
  const contexts = new Map<number, Context>();
  const contextOf = (id: number): Context => {
    let known = contexts.get(id);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    if (!known) contexts.set(id, (known = JSON.parse(texts.get(id)!) as Context));
    return known;
  };
  return rows.map((row, at) => {
    const subject = subjects.get(row.subject_id)!;
    const [source, commit, branch, repository, machine, toolSession] = contextOf(row.context_id);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const more = row.more === null ? {} : (JSON.parse(row.more) as More);
    return {
      id: idOf(tenant, row),
      type: "call",
      session_id: sessionIdAt(at),
      user_id: subject.user_id,
      project_id: subject.project_id || null,
      ts: formatInstant(row.time),
      adapter: subject.adapter,
      model: texts.get(row.model_id)!,
      tokens_in: row.tokens_in ?? 0,
      tokens_out: row.tokens_out ?? 0,
      cache_read_tokens: row.cache_read,
      cache_write_tokens: row.cache_write_5m + row.cache_write_1h,
      reasoning_tokens: row.reasoning,
      latency_ms: row.latency,
      cost_usd: row.cost === null ? null : row.cost / 1e6,
      cost_reported_usd: row.cost_reported === null ? null : row.cost_reported / 1e6,
      error_code: row.error_id === null ? null : texts.get(row.error_id)!,
      sources: more.sources ?? [source!],
      git_commit: commit!,
      git_branch: branch!,
      repository: repository!,
      machine: machine!,
      tool_session_id: toolSession!,
      ...(more.service !== undefined && { service_tier: more.service }),
      ...(more.geography !== undefined && { geography: more.geography }),
      ...(more.webSearches !== undefined && { web_searches: more.webSearches }),
    };
  });
}

/** Keys are kept best first, and the best one names the event. */
function idOf(tenant: CodingTenant, { keys }: ShownCall): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const [best] = JSON.parse(keys) as [string, ...string[]];
  return eventId(keyHash(digest, tenant, best));
}
