import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { verifyWebhook } from "./verify-webhook.ts";

const secret = "a-secret-of-at-least-32-characters!";
const body = JSON.stringify({
  id: "wev_4a2b9c1d",
  type: "budget.exceeded",
  org_id: "org_1",
  data: { ü: "é" },
});
const now = 1_748_442_600_000;
const time = String(now / 1_000);

const forgSignature = (content: string | Uint8Array, key = secret): string =>
  `sha256=${createHmac("sha256", key).update(content).digest("hex")}`;

const standardSignature = (content: string, key: string | Buffer = secret, id = "wev_4a2b9c1d"): string =>
  `v1,${createHmac("sha256", key).update(`${id}.${time}.${content}`).digest("base64")}`;

const standardHeaders = (signature: string) => ({
  "webhook-id": "wev_4a2b9c1d",
  "webhook-timestamp": time,
  "webhook-signature": signature,
});

describe("X-Forg-Signature", () => {
  test("is looked for wherever a platform puts it", async () => {
    const signature = forgSignature(body);
    const forms = [
      signature,
      { "x-forg-signature": signature },
      { "X-Forg-Signature": [signature] },
      new Headers({ "X-Forg-Signature": signature }),
    ];
    for (const form of forms) expect(await verifyWebhook(body, form, secret)).toBe(true);
  });

  test("holds for the bytes, in whatever they are given", async () => {
    const bytes = Buffer.from(body);
    const within = Buffer.concat([Buffer.from("x"), bytes, Buffer.from("y")]).subarray(1, -1);
    const buffer = new Uint8Array(bytes).buffer;
    for (const form of [bytes, within, buffer, new Uint8Array(buffer)]) {
      expect(await verifyWebhook(form, forgSignature(body), secret)).toBe(true);
    }
  });

  test.each([
    ["missing", undefined],
    ["null", null],
    ["empty", ""],
    ["without its prefix", forgSignature(body).slice(7)],
    ["short", forgSignature(body).slice(0, -2)],
    ["long", `${forgSignature(body)}00`],
    ["no hexadecimal", `sha256=${"z".repeat(64)}`],
    ["of another body", forgSignature(`${body} `)],
    ["of another secret", forgSignature(body, `${secret}x`)],
  ])("that is %s is refused", async (_what, signature) => {
    expect(await verifyWebhook(body, signature, secret)).toBe(false);
    expect(await verifyWebhook(body, { "x-forg-signature": signature ?? undefined }, secret)).toBe(false);
  });

  test("of any bytes holds, and with one bit turned does not", async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(bytes, fc.string({ minLength: 1 }), fc.nat(), async (content, key, at) => {
        const signature = forgSignature(content, key);
        expect(await verifyWebhook(content, signature, key)).toBe(true);
        const turned = content.slice();
        turned[at % content.length]! ^= 1 << (at % 8);
        expect(await verifyWebhook(turned, signature, key)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

describe("Standard Webhooks", () => {
  test("its signature is enough, one right one of several too", async () => {
    const right = standardSignature(body);
    for (const signature of [right, `v1,AAAA ${right}`, `v1a,x v2,? ${right}`]) {
      expect(await verifyWebhook(body, standardHeaders(signature), secret, { now })).toBe(true);
    }
  });

  test("a secret of its own form is the bytes it stands for", async () => {
    const key = Buffer.from(Array.from({ length: 24 }, (_, index) => index * 7));
    const own = `whsec_${key.toString("base64")}`;
    const headers = standardHeaders(standardSignature(body, key));
    expect(await verifyWebhook(body, headers, own, { now })).toBe(true);
    expect(await verifyWebhook(body, headers, "whsec_", { now })).toBe(false);
    expect(await verifyWebhook(body, headers, "whsec_%", { now })).toBe(false);
  });

  test("it holds for its body, id and time, and near that time", async () => {
    const headers = standardHeaders(standardSignature(body));
    const verify = (changed: object, at = now) =>
      verifyWebhook(body, { ...headers, ...changed }, secret, { now: at });
    expect(await verify({}, now + 300_000)).toBe(true);
    expect(await verify({}, now - 300_000)).toBe(true);
    expect(await verify({}, now + 301_000)).toBe(false);
    expect(await verify({}, now - 301_000)).toBe(false);
    expect(await verify({ "webhook-id": "wev_2" })).toBe(false);
    expect(await verify({ "webhook-timestamp": String(Number(time) + 1) })).toBe(false);
    expect(await verify({ "webhook-timestamp": "" })).toBe(false);
    expect(await verify({ "webhook-timestamp": "NaN" })).toBe(false);
    expect(await verify({ "webhook-timestamp": undefined })).toBe(false);
    expect(await verify({ "webhook-signature": "" })).toBe(false);
    expect(await verifyWebhook(`${body} `, headers, secret, { now })).toBe(false);
    expect(await verifyWebhook(body, headers, secret, { now: now + 900_000, tolerance: 900 })).toBe(true);
  });

  test("where both signatures are there, both must be right", async () => {
    const both = { ...standardHeaders(standardSignature(body)), "x-forg-signature": forgSignature(body) };
    const verify = (changed: object) => verifyWebhook(body, { ...both, ...changed }, secret, { now });
    expect(await verify({})).toBe(true);
    expect(await verify({ "x-forg-signature": forgSignature("x") })).toBe(false);
    expect(await verify({ "webhook-signature": standardSignature("x") })).toBe(false);
  });
});

test("a mistake of the caller is no refusal", async () => {
  await expect(verifyWebhook(body, forgSignature(body), "")).rejects.toMatchObject({ code: "invalid_use" });
  await expect(verifyWebhook(body, "x", undefined as never)).rejects.toThrow("needs the secret");
  await expect(verifyWebhook({ id: "wev_1" } as never, "x", secret)).rejects.toThrow("needs the raw body");
});
