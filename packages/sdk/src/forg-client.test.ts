import { inspect } from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { ForgClient } from "./forg-client.ts";

afterEach(() => vi.unstubAllEnvs());

/** Where a client with these settings sends its requests, and with which key. */
async function destination(options?: {
  baseUrl?: string;
  apiKey?: string;
}): Promise<[string, string | undefined]> {
  let seen: [string, string | undefined] | undefined;
  const forg = new ForgClient({
    ...options,
    fetch: (url, { headers }) => {
      seen = [url, headers["authorization"]];
      return Promise.resolve(Response.json({}));
    },
  });
  await forg.events.get("e");
  return seen!;
}

test("key and address are given, or those of the environment, or this machine's server", async () => {
  vi.stubEnv("FORG_API_KEY", undefined);
  vi.stubEnv("FORG_API_URL", undefined);
  expect(await destination({ apiKey: "forg_live_1\n" })).toEqual([
    "http://127.0.0.1:4100/api/v1/events/e",
    "Bearer forg_live_1",
  ]);
  vi.stubEnv("FORG_API_KEY", "forg_test_2");
  vi.stubEnv("FORG_API_URL", "https://hearth.example/coding/");
  expect(await destination()).toEqual([
    "https://hearth.example/coding/api/v1/events/e",
    "Bearer forg_test_2",
  ]);
  expect(await destination({ baseUrl: "https://other.example", apiKey: "k" })).toEqual([
    "https://other.example/api/v1/events/e",
    "Bearer k",
  ]);
});

test.each(["https://forg.pro", "https://forg.pro/", "https://forg.pro/api/v1", "https://forg.pro/api/v1/"])(
  "%s is the same server",
  async (baseUrl) => {
    expect((await destination({ baseUrl, apiKey: "k" }))[0]).toBe("https://forg.pro/api/v1/events/e");
  },
);

test("a client that could not work says so when it is made", () => {
  vi.stubEnv("FORG_API_KEY", "");
  expect(() => new ForgClient()).toThrow("needs an apiKey");
  expect(() => new ForgClient({ apiKey: undefined })).toThrow("needs an apiKey");
  for (const baseUrl of ["", "127.0.0.1:4100", "ftp://x", "https://", "http://x?a=1"]) {
    expect(() => new ForgClient({ apiKey: "k", baseUrl })).toThrow("is no base URL");
  }
});

test("a client that is printed does not show its key", () => {
  const apiKey = `forg_live_${"7".repeat(32)}`;
  expect(inspect(new ForgClient({ apiKey }), { depth: 9, showHidden: true })).not.toContain(apiKey);
});
