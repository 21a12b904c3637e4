import type { SeededRandom } from "../seeded-random.ts";

const strangeTexts = [
  "",
  " ",
  "\0",
  "\ud800",
  "\udc00x",
  "\u202e",
  "é".repeat(300),
  "x".repeat(5_000),
  "' or 1=1 --",
  "${7*7}",
  "../../etc/passwd",
  "<script>alert(1)</script>",
  "null",
  "__proto__",
  "1f0c1a3e-7a52-8a5d-9d0f-3b6c2b1e9a10",
  "00000000-0000-0000-0000-000000000000",
  "2026-07-20T18:05:02.000Z",
  "9999-12-31T23:59:59Z",
  "-000001-01-01T00:00:00Z",
  "critical",
  "at a (b.ts:1)\nat c (d.ts:2)",
  "👩‍👩‍👧‍👦",
];
const strangeNumbers = [0, -0, 1, -1, 0.5, 1e21, -1e308, 2 ** 53, 2 ** 63, 2 ** 31, 1e-300];
const strangeNames = [
  "__proto__",
  "constructor",
  "toString",
  "",
  "id",
  "sessionId",
  "payload",
  "title",
  "\0",
  "a.b",
  "length",
];

function strangeValue(random: SeededRandom, depth = 0): unknown {
  const kind = random.whole(0, depth > 2 ? 3 : 5);
  if (kind === 0)
    return random.chance(0.02) ? "long ".repeat(random.whole(1_000, 60_000)) : random.pick(strangeTexts);
  if (kind === 1) return random.pick(strangeNumbers);
  if (kind === 2) return random.pick([null, true, false]);
  if (kind === 3) return random.uuid();
  const length = depth === 0 && random.chance(0.02) ? 200 : random.whole(0, 3);
  const values = Array.from({ length }, () => strangeValue(random, depth + 1));
  if (kind === 4) return values;
  return Object.fromEntries(values.map((value) => [random.pick(strangeNames), value]));
}

/** A copy of a body with one or a few of its members, at any depth, changed into something else. */
export function mutatedValue(random: SeededRandom, value: unknown): unknown {
  const isInner = typeof value === "object" && value !== null;
  if (!isInner || random.chance(0.15)) return strangeValue(random);
  if (Array.isArray(value)) {
    const list = [...(value as unknown[])];
    const at = random.whole(0, list.length);
    if (at === list.length || random.chance(0.2)) list.splice(at, 0, strangeValue(random));
    else if (random.chance(0.2)) list.splice(at, 1);
    else if (random.chance(0.2)) list.push(...Array<unknown>(random.whole(1, 10)).fill(list[at]));
    else list[at] = mutatedValue(random, list[at]);
    return list;
  }
  const entries = Object.entries(value);
  const at = random.whole(0, entries.length);
  const [name, old] = entries[at] ?? [random.pick(strangeNames), undefined];
  if (at === entries.length || random.chance(0.15))
    entries.push([random.pick(strangeNames), strangeValue(random)]);
  else if (random.chance(0.2)) entries.splice(at, 1);
  else entries[at] = [random.chance(0.1) ? random.pick(strangeNames) : name, mutatedValue(random, old)];
  return Object.fromEntries(entries);
}

/** Octets of a body with some of them lost, doubled, swapped or made up. */
export function mutatedOctets(random: SeededRandom, body: Buffer): Buffer {
  if (body.length === 0) return random.bytes(random.whole(0, 30));
  const at = random.whole(0, body.length - 1);
  const end = Math.min(body.length, at + random.whole(1, 40));
  switch (random.whole(0, 5)) {
    case 0:
      return body.subarray(0, at);
    case 1:
      return Buffer.concat([body.subarray(0, at), body.subarray(end)]);
    case 2:
      return Buffer.concat([body.subarray(0, end), body.subarray(at)]);
    case 3:
      return Buffer.concat([body.subarray(0, at), random.bytes(end - at), body.subarray(end)]);
    case 4: {
      const piece = body.subarray(at, end);
      return Buffer.concat([
        body.subarray(0, at),
        ...Array<Buffer>(random.whole(2, 200)).fill(piece),
        body.subarray(end),
      ]);
    }
    default: {
      const copy = Buffer.from(body);
      copy[at] = random.pick([...Buffer.from('"\\{}[],:0-e\0\n'), 0xff, 0xc0, 0xed]);
      return copy;
    }
  }
}
