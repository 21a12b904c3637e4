import { deflateSync, gzipSync } from "node:zlib";
import type { SeededRandom } from "../seeded-random.ts";
import type { DoorShape } from "./door-shapes.ts";
import { mutatedOctets, mutatedValue } from "./mutated-body.ts";

export interface FuzzRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** What requests are made of: doors, tokens, links and ids that work. */
export interface FuzzGround {
  readonly doors: readonly DoorShape[];
  readonly tokens: readonly string[];
  readonly paths: readonly string[];
  /** Ids of rows, also of other tenants, that are put where they do not belong. */
  readonly ids: readonly string[];
}

/** A request that is nearly right, or not at all. */
export function fuzzRequest(random: SeededRandom, { doors, tokens, paths, ids }: FuzzGround): FuzzRequest {
  const door = random.pick(doors);
  const headers: Record<string, string> = {};
  if (!random.chance(0.02)) headers["authorization"] = `Bearer ${random.pick(tokens)}`;
  if (!random.chance(0.3))
    headers["content-type"] = random.pick(["application/json", "text/plain", "image/png", "x", ";"]);
  if (random.chance(0.1))
    headers["idempotency-key"] = random.pick(["", "a", "k".repeat(3_000), random.uuid()]);
  if (random.chance(0.04)) {
    return {
      method: random.pick(["GET", "PUT", "POST", "DELETE"]),
      path: strangePath(random, paths),
      headers,
      body: random.bytes(random.whole(0, 50)),
    };
  }

  let value: unknown = door.full;
  for (let changes = random.whole(0, 3); changes > 0; changes--) value = mutatedValue(random, value);
  if (door.name === "event" && random.chance(0.5))
    value = Array.from({ length: random.whole(0, 8) }, () => value);
  let body: Buffer = Buffer.from(withOtherIds(random, JSON.stringify(value) ?? "", ids));
  if (random.chance(0.25)) body = mutatedOctets(random, body);
  if (random.chance(0.15)) {
    const isGzip = random.chance(0.5);
    headers["content-encoding"] = isGzip ? "gzip" : "deflate";
    body = isGzip ? gzipSync(body, { level: 1 }) : deflateSync(body, { level: 1 });
    if (random.chance(0.2)) body = mutatedOctets(random, body);
  }
  const query = door.name === "event" && random.chance(0.2) ? "?partial=true" : "";
  return { method: "POST", path: door.path + query, headers, body };
}

function withOtherIds(random: SeededRandom, text: string, ids: readonly string[]): string {
  if (!random.chance(0.2)) return text;
  return text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, random.pick(ids));
}

function strangePath(random: SeededRandom, paths: readonly string[]): string {
  const path = random.pick(paths);
  const at = random.whole(1, path.length);
  return random.pick([
    path,
    path.slice(0, at),
    path.slice(0, at) +
      random.pick(["/", "%00", "%", "..", "?", "%2f", "&", "é"].map(encodeURI)) +
      path.slice(at),
    path.toUpperCase(),
  ]);
}
