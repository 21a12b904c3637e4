import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Seal, signatureOf, signingKeyOf, verifySignature } from "./device-signature.ts";

const key = signingKeyOf("secret", "dev_0123456789abcdef");
const body = Buffer.from('{"signals":[]}');
const verify = (seal: Partial<Seal>, isDemanded = false) =>
  verifySignature(key, body, { signature: undefined, timestamp: undefined, ...seal }, isDemanded);

describe("a signature", () => {
  it("is made as the protocol's document shows", () => {
    const document = readFileSync(new URL("../../../../docs/api/engine.md", import.meta.url), "utf8");
    const shownKey = /`([0-9a-f]{64})`/.exec(document)![1]!;
    const shown = [...document.matchAll(/sha256=([0-9a-f]{64})/g)].map(([, digits]) => digits);
    const timestamp = /X-Forg-Timestamp: (\d+)$/m.exec(document)![1]!;
    expect(shown).toEqual([signatureOf(shownKey, body, timestamp), signatureOf(shownKey, body, undefined)]);
  });

  it("vouches for a time only where it covers one", () => {
    const timestamp = "1780000000";
    const plain = `sha256=${signatureOf(key, body, undefined)}`;
    const timed = `sha256=${signatureOf(key, body, timestamp)}`;
    expect(verify({})).toEqual({ isSigned: false, sentAt: undefined });
    expect(verify({ timestamp })).toEqual({ isSigned: false, sentAt: undefined });
    expect(verify({ signature: plain })).toEqual({ isSigned: true, sentAt: undefined });
    expect(verify({ signature: timed, timestamp }, true)).toEqual({
      isSigned: true,
      sentAt: 1_780_000_000_000,
    });
    for (const seal of [{ signature: plain, timestamp }, { signature: timed }, { signature: "" }]) {
      expect(() => verify(seal)).toThrow("X-Forg-Signature");
    }
    expect(() => verify({}, true)).toThrow("is required");
  });
});

it("the key is another one for each device and each server", () => {
  const keys = ["secret", "other"].flatMap((secret) =>
    ["dev_a", "dev_b"].map((id) => signingKeyOf(secret, id)),
  );
  expect(new Set(keys).size).toBe(4);
  for (const each of keys) expect(each).toMatch(/^[0-9a-f]{64}$/);
});
