import { storableText } from "../json/storable-text.ts";
import { type ServiceTier, serviceTiers, type SignalMetadata } from "./signal.ts";
import { isMembers, signalFault, signalLimits } from "./signal-shape.ts";

const counts = {
  tokens_in: "tokensIn",
  tokens_out: "tokensOut",
  cache_read_tokens: "cacheRead",
  cache_write_5m_tokens: "cacheWrite5m",
  cache_write_1h_tokens: "cacheWrite1h",
  reasoning_tokens: "reasoning",
  web_searches: "webSearches",
} as const;
const texts = {
  model: "model",
  error_code: "errorCode",
  git_commit: "gitCommit",
  git_branch: "gitBranch",
  repository: "repository",
  machine: "machine",
  tool_session_id: "toolSession",
  source: "source",
} as const;

/** Every member of `metadata` that is kept, by its name on the wire. */
export const metadataMembers: ReadonlySet<string> = new Set([
  ...Object.keys(counts),
  ...Object.keys(texts),
  "latency_ms",
  "cost_usd",
  "service_tier",
  "geography",
]);

const geographyForm = /^[a-z0-9-]{1,32}$/i;

/**
 * Reads the closed list and drops the rest.
 * @param path of the metadata in its body
 * @throws HearthError `invalid_request` for a number that cannot be read
 */
export function readMetadata(value: unknown, path: string): { metadata: SignalMetadata; dropped: number } {
  if (!isMembers(value)) throw signalFault(path, "must be an object");
  let dropped = 0;
  const read: { -readonly [Member in keyof SignalMetadata]: SignalMetadata[Member] } = {
    ...noMetadata,
  };
  for (const [name, member] of Object.entries(value)) {
    if (!metadataMembers.has(name)) dropped++;
    else if (member === null || member === undefined || member === "") continue;
    else if (name in counts) {
      read[counts[name as keyof typeof counts]] = readCount(member, path, name);
    } else if (name === "latency_ms") {
      read.latency = Math.round(readNumber(member, signalLimits.latency, path, name));
    } else if (name === "cost_usd") {
      read.costReported = Math.round(1e6 * readNumber(member, signalLimits.costUsd, path, name));
    } else if (name === "service_tier" && isServiceTier(member)) read.service = member;
    else if (typeof member !== "string") dropped++;
    else if (name in texts) read[texts[name as keyof typeof texts]] = cutText(member);
    else if (name === "geography" && geographyForm.test(member)) read.geography = member.toLowerCase();
    else dropped++;
  }
  const parts = (read.cacheRead ?? 0) + (read.cacheWrite5m ?? 0) + (read.cacheWrite1h ?? 0);
  // The whole is never less than its parts, whatever a sender takes "input" to mean.
  if (parts > (read.tokensIn ?? 0)) read.tokensIn = parts;
  return { metadata: read, dropped };
}

export const noMetadata: SignalMetadata = {
  model: null,
  tokensIn: null,
  tokensOut: null,
  cacheRead: null,
  cacheWrite5m: null,
  cacheWrite1h: null,
  reasoning: null,
  webSearches: null,
  service: null,
  geography: null,
  latency: null,
  costReported: null,
  errorCode: null,
  gitCommit: null,
  gitBranch: null,
  repository: null,
  machine: null,
  toolSession: null,
  source: null,
};

function readCount(value: unknown, path: string, name: string): number {
  const most = signalLimits.tokens;
  if (isWithin(value, most) && Number.isInteger(value)) return value + 0;
  throw signalFault(`${path}.${name}`, `must be a whole number from 0 to ${most}`);
}

function readNumber(value: unknown, most: number, path: string, name: string): number {
  if (isWithin(value, most)) return value + 0;
  throw signalFault(`${path}.${name}`, `must be a number from 0 to ${most}`);
}

const isServiceTier = (value: unknown): value is ServiceTier =>
  (serviceTiers as readonly unknown[]).includes(value);

/** Also of -0, which the sum with 0 makes a plain 0. */
const isWithin = (value: unknown, most: number): value is number =>
  typeof value === "number" && value >= 0 && value <= most;

/** At most 256 characters, without half of a surrogate pair at the cut. */
function cutText(text: string): string {
  if (text.length <= signalLimits.text) return storableText(text);
  const last = text.charCodeAt(signalLimits.text - 1);
  const isSplit = last >= 0xd800 && last <= 0xdbff;
  return storableText(text.slice(0, signalLimits.text - (isSplit ? 1 : 0)));
}
