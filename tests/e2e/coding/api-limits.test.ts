import { afterAll, beforeAll, expect, test } from "vitest";
import { expectApiRefusal } from "../../api-refusal.ts";
import { type Answer, send } from "../../send.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { type AskApi, apiAsker, makeKey } from "./api-asker.ts";

const limit = 5;
let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ settings: { HEARTH_API_REQUESTS_PER_MINUTE: String(limit) } });
});
afterAll(async () => await server?.remove());

const leftOf = ({ headers }: Answer) => ({
  limit: Number(headers["x-ratelimit-limit"]),
  remaining: Number(headers["x-ratelimit-remaining"]),
});

/** Uses up a minute by requests of all kinds, and checks that the one after it is told to wait. */
async function exhaust(ask: AskApi, requests: readonly [path: string, status: number][]): Promise<void> {
  const start = Math.floor(Date.now() / 1_000);
  const resets = new Set<string>();
  for (const [at, [path, status]] of requests.entries()) {
    const answer = await ask("GET", path);
    expect(answer.status).toBe(status);
    expect(leftOf(answer)).toEqual({ limit, remaining: limit - 1 - at });
    resets.add(answer.headers["x-ratelimit-reset"]!);
  }
  const over = await ask("GET", "/users");
  expectApiRefusal(over, 429);
  expect(leftOf(over)).toEqual({ limit, remaining: 0 });
  const reset = Number(over.headers["x-ratelimit-reset"]);
  expect([...resets]).toEqual([String(reset)]);
  expect(reset).toBeGreaterThanOrEqual(start + 60);
  expect(reset).toBeLessThanOrEqual(start + 70);
  const wait = Number(over.headers["retry-after"]);
  expect(wait).toBeGreaterThan(40);
  expect(wait).toBeLessThanOrEqual(60);
}

test("each key has its own minute, of answers of every kind", async () => {
  const narrow = await makeKey(server.folder, "live", "read:users");
  await exhaust(apiAsker(server, narrow), [
    ["/users", 200],
    ["/users/nobody", 404],
    ["/nowhere", 404],
    ["/projects", 403],
    ["/users?limit=0", 400],
  ]);
  const other = await makeKey(server.folder, "test", "read:users");
  expect(leftOf(await apiAsker(server, other)("GET", "/users"))).toEqual({ limit, remaining: limit - 1 });
});

test("requests without a good key are counted by address, and cost no key anything", async () => {
  await exhaust(
    apiAsker(server, "nonsense"),
    Array.from({ length: limit }, () => ["/users", 401]),
  );
  const key = await makeKey(server.folder, "live", "read:users");
  expect((await apiAsker(server, key)("GET", "/users")).status).toBe(200);
});

test("other doors are not counted with it", async () => {
  const headers = { authorization: `Bearer ${server.key}` };
  for (let count = 0; count < 2 * limit; count++) {
    const { status } = await send(`${server.url}/console/v1/projects`, { headers });
    expect(status).toBe(200);
  }
  expect(leftOf(await apiAsker(server, server.key)("GET", "/users"))).toEqual({
    limit,
    remaining: limit - 1,
  });
});
