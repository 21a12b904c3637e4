import { orderKeys, timeKey } from "./call-identity.ts";
import { unnamedSource } from "./call-source.ts";
import type { ServiceTier, Signal } from "./signal.ts";

export type { ServiceTier } from "./signal.ts";

/** What a call used. Tokens; from one report, never mixed. */
export interface CallUsage {
  readonly model: string | null;
  /** The whole prompt, cache parts included; null where the report brought none. */
  readonly tokensIn: number | null;
  /** Reasoning included; null where the report brought none. */
  readonly tokensOut: number | null;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly reasoning: number;
  readonly service: ServiceTier | null;
  /** Region the provider bills apart, such as `us`. */
  readonly geography: string | null;
  readonly webSearches: number;
}

/**
 * One model call: all that its reports together say of it. A report is a call known from one source,
 * and the two are the same type, since joining them (`enrichCall`) is all that ever happens to one.
 */
export interface Call {
  /** Best first; at least one. */
  readonly keys: readonly string[];
  /** Most precise first; at least one. */
  readonly sources: readonly string[];
  /** Epoch milliseconds. */
  readonly time: number;
  readonly sessionName: string | null;
  readonly user: string;
  readonly project: string | null;
  readonly adapter: string;
  readonly usage: CallUsage;
  /** The smallest of the models named: stands in where the usage names none. */
  readonly namedModel: string | null;
  /** Milliseconds. */
  readonly latency: number | null;
  /** Micro-dollars. */
  readonly costReported: number | null;
  readonly errorCode: string | null;
  readonly gitCommit: string | null;
  readonly gitBranch: string | null;
  readonly repository: string | null;
  readonly machine: string | null;
  readonly toolSession: string | null;
  /** Which source each field is from; null where there is only one source. */
  readonly origins: CallOrigins | null;
}

/** Fields that the most precise source decides. */
export const sourcedTexts = [
  "project",
  "adapter",
  "errorCode",
  "gitCommit",
  "gitBranch",
  "repository",
  "machine",
  "toolSession",
] as const;

export type SourcedText = (typeof sourcedTexts)[number];
export type CallOrigins = Readonly<Partial<Record<SourcedText | "user" | "usage", string>>>;

export const originOf = (call: Call, field: keyof CallOrigins): string =>
  call.origins?.[field] ?? call.sources[0]!;

/** The model a call is counted under; `unknown` where no report named one. */
export const modelOf = (call: Call): string => call.usage.model ?? call.namedModel ?? "unknown";

/**
 * A signal as a report of a call.
 * @param signal one for which `isCall` holds
 * @param user whose device or key sent it, where the signal names nobody
 */
export function reportOf(signal: Signal, user: string): Call {
  const { metadata, adapter, time } = signal;
  const { model, tokensIn, tokensOut } = metadata;
  const owner = signal.user ?? user;
  return {
    keys:
      signal.keys.length > 0
        ? orderKeys(signal.keys)
        : [timeKey([adapter, owner], time, model, tokensIn, tokensOut)],
    sources: [metadata.source ?? unnamedSource],
    time,
    sessionName: signal.sessionName,
    user: owner,
    project: signal.project,
    adapter,
    usage: {
      model,
      tokensIn,
      tokensOut,
      cacheRead: metadata.cacheRead ?? 0,
      cacheWrite5m: metadata.cacheWrite5m ?? 0,
      cacheWrite1h: metadata.cacheWrite1h ?? 0,
      reasoning: metadata.reasoning ?? 0,
      service: metadata.service,
      geography: metadata.geography,
      webSearches: metadata.webSearches ?? 0,
    },
    namedModel: model,
    latency: metadata.latency,
    costReported: metadata.costReported,
    errorCode: metadata.errorCode,
    gitCommit: metadata.gitCommit,
    gitBranch: metadata.gitBranch,
    repository: metadata.repository,
    machine: metadata.machine,
    toolSession: metadata.toolSession,
    origins: null,
  };
}
