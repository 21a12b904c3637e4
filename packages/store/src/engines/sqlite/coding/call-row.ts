import type { Call, CallOrigins, CallUsage, ServiceTier } from "@hearth/core/coding/call";
import { modelOf } from "@hearth/core/coding/call";
import { type PlacedCall, placedCall } from "@hearth/core/coding/placed-call";
import type { Value } from "./block-insert.ts";
import type { StreamRow, Streams } from "./streams.ts";
import type { Terms } from "./terms.ts";

/** A call as it is stored: where it stands, and what it adds to its session. */
export interface StoredCall extends Call {
  readonly stream: StreamRow;
  readonly subject: StreamRow;
  readonly placed: PlacedCall;
}

/** A row of `coding_calls`, by its columns. */
export interface CallRow {
  readonly stream_id: number;
  readonly time: number;
  readonly hash: Uint8Array;
  readonly subject_id: number;
  readonly model_id: number;
  readonly tokens_in: number | null;
  readonly tokens_out: number | null;
  readonly cache_read: number;
  readonly cache_write_5m: number;
  readonly cache_write_1h: number;
  readonly reasoning: number;
  readonly latency: number | null;
  readonly cost: number | null;
  readonly cost_reported: number | null;
  readonly error_id: number | null;
  readonly context_id: number;
  readonly price_id: number | null;
  readonly keys: string;
  readonly more: string | null;
}

export const callColumns = `stream_id, time, hash, subject_id, model_id, tokens_in, tokens_out, cache_read,
  cache_write_5m, cache_write_1h, reasoning, latency, cost, cost_reported, error_id, context_id, price_id, keys,
  more`;

/** What few calls have; an absent member is what most have. */
interface More {
  /** Where they are not just one. */
  readonly sources?: readonly string[];
  readonly origins?: CallOrigins;
  /** Where they are not the model the call is counted under. */
  readonly usageModel?: string | null;
  readonly namedModel?: string | null;
  readonly service?: ServiceTier;
  readonly geography?: string;
  readonly webSearches?: number;
  /** Of a call that stands aside. */
  readonly sessionName?: string;
}

/** Source, commit, branch, repository, machine, tool session, user: no two users share one, so that it goes with him. */
type Context = readonly [string | null, ...(string | null)[]];

export type CallValues = Value[];

/** Organization and columns of a call, in the order of `callColumns`; its hash is hexadecimal. */
export function callValues(
  terms: Terms,
  organizationId: number,
  call: Call,
  { stream, subject, placed }: Pick<StoredCall, "stream" | "subject" | "placed">,
  priceVersion: string | null,
): CallValues {
  const { usage } = call;
  const term = (text: string): number => terms.idOf(organizationId, text);
  const source = call.sources.length === 1 ? call.sources[0]! : null;
  const { gitCommit, gitBranch, repository, machine, toolSession } = call;
  const context: Context = [source, gitCommit, gitBranch, repository, machine, toolSession, subject.user];
  return [
    organizationId,
    stream.id,
    placed.time,
    placed.hash,
    subject.id,
    term(placed.model),
    usage.tokensIn,
    usage.tokensOut,
    usage.cacheRead,
    usage.cacheWrite5m,
    usage.cacheWrite1h,
    usage.reasoning,
    call.latency,
    placed.cost,
    call.costReported,
    call.errorCode === null ? null : term(call.errorCode),
    terms.idOfAll(organizationId, context),
    priceVersion === null ? null : term(priceVersion),
    JSON.stringify(call.keys),
    moreOf(call, stream),
  ];
}

function moreOf(call: Call, stream: StreamRow): string | null {
  const { usage } = call;
  const model = modelOf(call);
  const isPlain =
    call.sources.length === 1 &&
    call.origins === null &&
    usage.model === model &&
    call.namedModel === model &&
    usage.service === null &&
    usage.geography === null &&
    usage.webSearches === 0 &&
    (stream.kind !== "aside" || call.sessionName === null);
  if (isPlain) return null;
  const more: More = {
    ...(call.sources.length !== 1 && { sources: call.sources }),
    ...(call.origins && { origins: call.origins }),
    ...(usage.model !== model && { usageModel: usage.model }),
    ...(call.namedModel !== model && { namedModel: call.namedModel }),
    ...(usage.service !== null && { service: usage.service }),
    ...(usage.geography !== null && { geography: usage.geography }),
    ...(usage.webSearches !== 0 && { webSearches: usage.webSearches }),
    ...(stream.kind === "aside" && call.sessionName !== null && { sessionName: call.sessionName }),
  };
  return JSON.stringify(more);
}

/** The call that a row holds. */
export function storedCall(terms: Terms, streams: Streams, row: CallRow): StoredCall {
  const stream = streams.byId(row.stream_id);
  const subject = streams.byId(row.subject_id);
  const model = terms.textOf(row.model_id);
  const more: More = row.more === null ? {} : (JSON.parse(row.more) as More);
  const [source, gitCommit, gitBranch, repository, machine, toolSession] = JSON.parse(
    terms.textOf(row.context_id),
  ) as (string | null)[];
  const usage: CallUsage = {
    model: more.usageModel === undefined ? model : more.usageModel,
    tokensIn: row.tokens_in,
    tokensOut: row.tokens_out,
    cacheRead: row.cache_read,
    cacheWrite5m: row.cache_write_5m,
    cacheWrite1h: row.cache_write_1h,
    reasoning: row.reasoning,
    service: more.service ?? null,
    geography: more.geography ?? null,
    webSearches: more.webSearches ?? 0,
  };
  const call: Call = {
    keys: JSON.parse(row.keys) as string[],
    sources: more.sources ?? [source!],
    time: row.time,
    sessionName: stream.kind === "named" ? stream.name : (more.sessionName ?? null),
    user: subject.user,
    project: subject.project || null,
    adapter: subject.adapter,
    usage,
    namedModel: more.namedModel === undefined ? model : more.namedModel,
    latency: row.latency,
    costReported: row.cost_reported,
    errorCode: row.error_id === null ? null : terms.textOf(row.error_id),
    gitCommit: gitCommit ?? null,
    gitBranch: gitBranch ?? null,
    repository: repository ?? null,
    machine: machine ?? null,
    toolSession: toolSession ?? null,
    origins: more.origins ?? null,
  };
  const hash = Buffer.from(row.hash).toString("hex");
  return { ...call, stream, subject, placed: placedCall(call, hash, row.cost) };
}
