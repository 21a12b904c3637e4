import { assert, array, constantFrom, property, string } from "fast-check";
import { expect, test } from "vitest";
import {
  compareKeys,
  eventId,
  hashPrefixOf,
  joinKeys,
  keyHash,
  messageKey,
  orderKeys,
  positionHash,
  requestKey,
  signalHash,
  signalId,
  timeKey,
  windowedSessionId,
} from "./call-identity.ts";
import { isWindowedId } from "./session-name.ts";

const hash = "0123456789abcdef".repeat(4);
const digest = (text: string): string => text;
const scope = { organization: "org_1", mode: "live" } as const;

test("message comes before any other name, then request, then time and counts", () => {
  const keys = [
    timeKey(["opencode"], 5, "opus", 1, 2),
    requestKey("req_1"),
    "anything",
    messageKey("claude-code", "msg_1"),
  ];
  expect(orderKeys(keys)).toEqual(keys.toReversed());
  expect(orderKeys(["req_9", "zzz", "msg_9"])).toEqual(["msg_9", "zzz", "req_9"]);
});

test("joining keys is a union: commutative, associative, idempotent, best first", () => {
  const keys = array(constantFrom("message:a", "msg_b", "own", "request:c", "req_d", "time:e"), {
    minLength: 1,
  }).map(orderKeys);
  assert(
    property(keys, keys, keys, (a, b, c) => {
      expect(joinKeys(a, b)).toEqual(joinKeys(b, a));
      expect(joinKeys(joinKeys(a, b), c)).toEqual(joinKeys(a, joinKeys(b, c)));
      expect(joinKeys(a, a)).toEqual(a);
      expect(joinKeys(a, b).toSorted(compareKeys)).toEqual(joinKeys(a, b));
    }),
  );
});

test("organization, mode and key all tell calls apart, and a signal is never taken for a call", () => {
  const hashes = [
    keyHash(digest, scope, "k"),
    keyHash(digest, { ...scope, mode: "test" }, "k"),
    keyHash(digest, { ...scope, organization: "org_2" }, "k"),
    keyHash(digest, scope, "l"),
    signalHash(digest, scope, "stop", "k"),
    signalHash(digest, scope, "session-end", "k"),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
});

test("every id made of a hash leads back to its first sixteen digits", () => {
  expect(eventId(hash)).toBe(`evt_${hash.slice(0, 32)}`);
  expect(windowedSessionId(positionHash(hash))).toBe("sess_0123456789abcdef");
  for (const id of [eventId(hash), signalId(hash), windowedSessionId(hash)]) {
    expect(hashPrefixOf(id)).toBe("0123456789abcdef");
  }
  expect(isWindowedId(windowedSessionId(hash))).toBe(true);
});

test("what is no id leads nowhere", () => {
  for (const id of [
    "",
    "evt_",
    "sess_0123",
    `sess_${hash}`,
    `evt_${hash}`,
    "evt_0123456789abcdef",
    "my run",
  ]) {
    expect(hashPrefixOf(id)).toBeUndefined();
    expect(isWindowedId(id)).toBe(false);
  }
  assert(property(string(), (text) => hashPrefixOf(`x${text}`) === undefined));
});
