import { storableText } from "../json/storable-text.ts";
import { parseInstant } from "../time/instant.ts";
import { readMetadata } from "./read-metadata.ts";
import { isWindowedId, longestSessionName } from "./session-name.ts";
import { isSignalType, type Signal, signalTypes } from "./signal.ts";
import { isMembers, type Members, signalFault, signalLimits } from "./signal-shape.ts";

const firstTime = Date.UTC(2000, 0, 1);
const lastTime = Date.UTC(2200, 0, 1);

/**
 * Reads one signal. A number that cannot be read is refused, since every figure would be wrong for ever;
 * a text that cannot be read is left out and counted, as an unknown member is. Null and "" are absent.
 * @param now epoch milliseconds; the time of a signal that brings none
 * @param path of the signal in its body, such as `signals[3].`
 * @throws HearthError `invalid_request`
 */
export function readSignal(value: unknown, now: number, path = ""): Signal {
  if (!isMembers(value)) throw signalFault(path.slice(0, -1) || "body", "must be an object");
  const { type } = value;
  if (!isSignalType(type)) throw signalFault(`${path}type`, `must be one of ${signalTypes.join(", ")}`);
  const adapter = readId(value, "adapter", path) ?? readId(value, "adapter_id", path);
  if (adapter === null) throw signalFault(`${path}adapter`, "is required: name the tool");
  const sessionName = readId(value, "session_id", path, longestSessionName);
  if (sessionName !== null && isWindowedId(sessionName)) {
    throw signalFault(
      `${path}session_id`,
      "has the form of the server's own ids: leave it out, or choose another name",
    );
  }
  if (sessionName === "." || sessionName === "..") {
    throw signalFault(`${path}session_id`, "cannot be part of an address: choose another name");
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

function readKeys(value: Members, path: string): readonly string[] {
  const more = value["keys"] ?? [];
  if (!Array.isArray(more) || more.length > signalLimits.keys) {
    throw signalFault(`${path}keys`, `must be an array of at most ${signalLimits.keys} strings`);
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
    throw signalFault(`${path}${name}`, `must be a string of at most ${longest} characters`);
  }
  return storableText(id);
}

/** @throws HearthError `invalid_request` */
export function readTime(value: unknown, now: number, path: string): number {
  if (value === undefined || value === null || value === "") return now;
  const time = typeof value === "string" ? parseInstant(value) : value;
  if (typeof time === "number" && time >= firstTime && time < lastTime) return Math.floor(time);
  throw signalFault(path, "must be an ISO 8601 time or epoch milliseconds, from 2000 to 2199");
}
