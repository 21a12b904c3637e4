import {
  type Call,
  type CallOrigins,
  type CallUsage,
  originOf,
  type SourcedText,
  sourcedTexts,
} from "./call.ts";
import { joinKeys } from "./call-identity.ts";
import { compareSources, joinSources } from "./call-source.ts";

/**
 * What two reports of one call say together. Each field takes the better of two values under a total
 * order, or the union, so any set of reports gives the same call in any order, however often each comes:
 *
 * - keys and sources: all of them
 * - time: the earliest
 * - usage: the record with most output tokens, whole, since early lines of a streamed answer hold
 *   placeholders; then the most precise source's
 * - session and user, together: a named session wins over none, the smaller of two names; then the most
 *   precise source's user
 * - latency: the largest, since what a transcript shows is a lower bound; reported cost: the largest
 * - all other texts: the most precise source's, then the smaller
 */
export function enrichCall(a: Call, b: Call): Call {
  const sources = joinSources(a.sources, b.sources);
  const origins: { -readonly [Field in keyof CallOrigins]: CallOrigins[Field] } = {};
  const take = (field: keyof CallOrigins, isFirst: boolean): Call => {
    const call = isFirst ? a : b;
    origins[field] = originOf(call, field);
    return call;
  };
  const text = (field: SourcedText): Call => {
    const call = take(field, compareTexts(a, b, field) <= 0);
    if (call[field] === null) delete origins[field];
    return call;
  };
  const owner = take("user", compareOwners(a, b) <= 0);
  const joined: Call = {
    keys: joinKeys(a.keys, b.keys),
    sources,
    time: Math.min(a.time, b.time),
    sessionName: owner.sessionName,
    user: owner.user,
    project: text("project").project,
    adapter: text("adapter").adapter,
    usage: take("usage", compareUsage(a, b) <= 0).usage,
    namedModel: smaller(a.namedModel, b.namedModel),
    latency: larger(a.latency, b.latency),
    costReported: larger(a.costReported, b.costReported),
    errorCode: text("errorCode").errorCode,
    gitCommit: text("gitCommit").gitCommit,
    gitBranch: text("gitBranch").gitBranch,
    repository: text("repository").repository,
    machine: text("machine").machine,
    toolSession: text("toolSession").toolSession,
    origins,
  };
  return sources.length === 1 ? { ...joined, origins: null } : joined;
}

/** Whether two calls say the same, so that a report that changed nothing is known as a duplicate. */
export function sameCall(a: Call, b: Call): boolean {
  if (a === b) return true;
  return (
    scalars.every((field) => a[field] === b[field]) &&
    usageFields.every((field) => a.usage[field] === b.usage[field]) &&
    sameList(a.keys, b.keys) &&
    sameList(a.sources, b.sources) &&
    originFields.every((field) => a.origins?.[field] === b.origins?.[field])
  );
}

const scalars = [
  "time",
  "sessionName",
  "user",
  "namedModel",
  "latency",
  "costReported",
  ...sourcedTexts,
] as const satisfies readonly (keyof Call)[];
const originFields = ["user", "usage", ...sourcedTexts] as const satisfies readonly (keyof CallOrigins)[];

/** In the order in which they decide between two records; of each the larger, or the named one. */
const usageFields = [
  "tokensOut",
  "tokensIn",
  "cacheWrite1h",
  "cacheWrite5m",
  "cacheRead",
  "reasoning",
  "webSearches",
  "model",
  "service",
  "geography",
] as const satisfies readonly (keyof CallUsage)[];

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((text, at) => text === b[at]));

function compareUsage(a: Call, b: Call): number {
  const output = compareValues(a.usage.tokensOut, b.usage.tokensOut);
  const source = output || compareSources(originOf(a, "usage"), originOf(b, "usage"));
  if (source !== 0) return source;
  for (const field of usageFields) {
    const order = compareValues(a.usage[field], b.usage[field]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareOwners(a: Call, b: Call): number {
  return (
    compareValues(a.sessionName, b.sessionName) ||
    compareSources(originOf(a, "user"), originOf(b, "user")) ||
    compareValues(a.user, b.user)
  );
}

function compareTexts(a: Call, b: Call, field: SourcedText): number {
  if (a[field] === null || b[field] === null) return compareValues(a[field], b[field]);
  return compareSources(originOf(a, field), originOf(b, field)) || compareValues<string>(a[field], b[field]);
}

/** Negative where `a` wins: anything over nothing, the larger number, the smaller text. */
function compareValues<Value extends number | string>(a: Value | null, b: Value | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  const isLarger = a > b;
  return isLarger === (typeof a === "number") ? -1 : 1;
}

const larger = (a: number | null, b: number | null): number | null => (compareValues(a, b) <= 0 ? a : b);
const smaller = (a: string | null, b: string | null): string | null => (compareValues(a, b) <= 0 ? a : b);
