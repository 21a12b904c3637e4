import { HearthError } from "../errors.ts";
import { storableText } from "../json/storable-text.ts";
import { parseInstant } from "../time/instant.ts";
import { isWindowedId, longestSessionName } from "./session-name.ts";
import { isSignalType, type Signal, type SignalMetadata, signalTypes } from "./signal.ts";

type Members = Readonly<Record<string, unknown>>;

export const signalLimits = {
  text: 256,
  keys: 8,
  /** Far above any call, and low enough that sums over a million of them stay exact. */
  tokens: 10_000_000_000,
  latency: 86_400_000,
  costUsd: 1_000_000,
} as const;

const firstTime = Date.UTC(2000, 0, 1);
const lastTime = Date.UTC(2200, 0, 1);

const counts = {
  tokens_in: "tokensIn",
  tokens_out: "tokensOut",
  cache_read_tokens: "cacheRead",
  cache_write_5m_tokens: "cacheWrite5m",
  cache_write_1h_tokens: "cacheWrite1h",
  reasoning_tokens: "reasoning",
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
]);

/**
 * Reads one signal. A number that cannot be read is refused, since every figure would be wrong for ever;
 * a text that cannot be read is left out and counted, as an unknown member is. Null and "" are absent.
 * @param now epoch milliseconds; the time of a signal that brings none
 * @param path of the signal in its body, such as `signals[3].`
 * @throws HearthError `invalid_request`
 */
export function readSignal(value: unknown, now: number, path = ""): Signal {
  if (!isMembers(value)) throw refusal(path.slice(0, -1) || "body", "must be an object");
  const { type } = value;
  if (!isSignalType(type)) throw refusal(`${path}type`, `must be one of ${signalTypes.join(", ")}`);
  const adapter = readId(value, "adapter", path) ?? readId(value, "adapter_id", path);
  if (adapter === null) throw refusal(`${path}adapter`, "is required: name the tool");
  const sessionName = readId(value, "session_id", path, longestSessionName);
  if (sessionName !== null && isWindowedId(sessionName)) {
    throw refusal(
      `${path}session_id`,
      "has the form of the server's own ids: leave it out, or choose another name",
    );
  }
  const { metadata, dropped } = readMetadata(value["metadata"] ?? {}, `${path}metadata`);
  return {
    type,
    adapter,
    keys: readKeys(value, path),
    sessionName,
    user: readId(value, "user_id", path),
    project: readId(value, "project_id", path),
    time: readTime(value["ts"], now, `${path}ts`),
    backfill: value["backfill"] === true,
    metadata,
    dropped,
  };
}

function readMetadata(value: unknown, path: string): { metadata: SignalMetadata; dropped: number } {
  if (!isMembers(value)) throw refusal(path, "must be an object");
  let dropped = 0;
  const read: { -readonly [Member in keyof SignalMetadata]: SignalMetadata[Member] } = {
    ...noMetadata,
  };
  for (const [name, member] of Object.entries(value)) {
    if (!metadataMembers.has(name)) dropped++;
    else if (member === null || member === undefined || member === "") continue;
    else if (name in counts) {
      read[counts[name as keyof typeof counts]] = readCount(member, signalLimits.tokens, `${path}.${name}`);
    } else if (name === "latency_ms") {
      read.latency = Math.round(readNumber(member, signalLimits.latency, `${path}.${name}`));
    } else if (name === "cost_usd") {
      read.costReported = Math.round(1e6 * readNumber(member, signalLimits.costUsd, `${path}.${name}`));
    } else if (typeof member === "string") read[texts[name as keyof typeof texts]] = cutText(member);
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

function readKeys(value: Members, path: string): readonly string[] {
  const more = value["keys"] ?? [];
  if (!Array.isArray(more) || more.length > signalLimits.keys) {
    throw refusal(`${path}keys`, `must be an array of at most ${signalLimits.keys} strings`);
  }
  const first = readId(value, "id", path);
  const rest = more.flatMap(
    (_key, index) => readId(more as unknown as Members, String(index), `${path}keys.`) ?? [],
  );
  return [...new Set(first === null ? rest : [first, ...rest])];
}

/** An id is never cut: two that differ behind the cut would become one. */
function readId(
  value: Members,
  name: string,
  path: string,
  longest: number = signalLimits.text,
): string | null {
  const id = value[name];
  if (id === undefined || id === null || id === "") return null;
  if (typeof id !== "string" || id.length > longest) {
    throw refusal(`${path}${name}`, `must be a string of at most ${longest} characters`);
  }
  return storableText(id);
}

function readTime(value: unknown, now: number, path: string): number {
  if (value === undefined || value === null || value === "") return now;
  const time = typeof value === "string" ? parseInstant(value) : value;
  if (typeof time === "number" && time >= firstTime && time < lastTime) return Math.floor(time);
  throw refusal(path, "must be an ISO 8601 time or epoch milliseconds, from 2000 to 2199");
}

function readCount(value: unknown, most: number, path: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most) return value + 0;
  throw refusal(path, `must be a whole number from 0 to ${most}`);
}

function readNumber(value: unknown, most: number, path: string): number {
  if (typeof value === "number" && value >= 0 && value <= most) return value;
  throw refusal(path, `must be a number from 0 to ${most}`);
}

/** At most 256 characters, without half of a surrogate pair at the cut. */
function cutText(text: string): string {
  if (text.length <= signalLimits.text) return storableText(text);
  const last = text.charCodeAt(signalLimits.text - 1);
  const isSplit = last >= 0xd800 && last <= 0xdbff;
  return storableText(text.slice(0, signalLimits.text - (isSplit ? 1 : 0)));
}

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const refusal = (path: string, message: string): HearthError =>
  new HearthError("invalid_request", `${path} ${message}.`, [{ path, message }]);
