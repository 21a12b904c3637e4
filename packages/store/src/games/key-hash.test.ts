import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { keyHash, suppliedIdHash } from "./key-hash.ts";

const uuid = "0F8FAD5B-D9CB-469F-A165-70867728950E";

test("a key is kept as the first sixteen octets of its text's SHA-256", () => {
  const whole = createHash("sha256").update(`event:${uuid.toLowerCase()}`).digest();
  expect(keyHash("event", uuid)).toEqual(whole.subarray(0, 16));
});

test("a supplied id is found again from the octets stored with its event", () => {
  const octets = Buffer.from(uuid.replaceAll("-", ""), "hex");
  expect(suppliedIdHash(new Uint8Array(octets))).toEqual(keyHash("event", uuid));
});
