import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RawExchange, rawAnswer, rawExchange, rawHead } from "../raw-exchange.ts";
import { expectRefusal } from "../refusal.ts";
import { send } from "../send.ts";
import { type ServerProcess, startServer } from "../server-process.ts";

/** Milliseconds: the server's patience with a body is 20 s, with headers 15 s, and it looks every 5 s. */
const longest = 25_000;
const doors = ["sessions", "sessions/x/end", "events", "uploads", "reports"];

let server: ServerProcess;
/** All wait for the server's patience to end, at the same time. */
let slow: Record<string, Promise<RawExchange>>;
beforeAll(async () => {
  server = await startServer();
  const headers = { Authorization: `Bearer ${server.token}`, "Content-Length": 100 };
  const trickle = async (...pieces: string[]): Promise<RawExchange> =>
    await rawExchange(server.port, { pieces, until: /requestId/ });
  const bodies = doors.map((door) => [
    door,
    trickle(rawHead("POST", `/v1/ingest/${door}`, headers), '{"a":'),
  ]);
  slow = {
    ...(Object.fromEntries(bodies) as Record<string, Promise<RawExchange>>),
    headers: trickle("POST /v1/ingest/events HTTP/1.1\r\nHost: a\r\n"),
    silence: trickle(),
  };
});
afterAll(async () => await server?.remove());

describe("a connection is not held for ever", { timeout: 40_000 }, () => {
  test("and others are served meanwhile", async () => {
    for (let time = 0; time < 20; time++) expect((await send(`${server.url}/health`)).status).toBe(200);
  });

  test.each(doors)("by a body of %s that does not come", async (door) => {
    const { text, milliseconds } = await slow[door]!;
    expectRefusal(rawAnswer(text), 400, "body");
    expect(milliseconds).toBeLessThan(longest);
  });

  test("by headers that do not come", async () => {
    const { text, milliseconds } = await slow["headers"]!;
    expectRefusal(rawAnswer(text), 408);
    expect(milliseconds).toBeLessThan(longest);
  });

  test("by one that never says anything", async () => {
    expect((await slow["silence"]!).milliseconds).toBeLessThan(longest);
  });
});
