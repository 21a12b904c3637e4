import { describe, expect, test } from "vitest";
import { ConnectionError, NotFoundError, RateLimitError, TimeoutError } from "../errors/forg-error.ts";
import { clientOf } from "../fixtures/client-of.ts";
import { cut, json, keepSilent, refuse, scriptedServer, stall } from "../fixtures/scripted-server.ts";

const event = { id: "evt_1" };

describe("a refusal that passes", () => {
  test("is tried again until it has passed", async () => {
    await using server = await scriptedServer(refuse(503, "overloaded"), cut, json(event));
    expect(await clientOf(server).events.get("evt_1")).toEqual(event);
    expect(server.requests).toHaveLength(3);
    expect(server.requests[2]!.headers.authorization).toBe(`Bearer forg_live_${"0".repeat(32)}`);
  });

  test("is not tried again earlier than the server says", async () => {
    await using server = await scriptedServer(
      refuse(429, "rate_limited", { "retry-after": "1" }),
      json(event),
    );
    await clientOf(server).events.get("evt_1");
    expect(server.requests[1]!.at - server.requests[0]!.at).toBeGreaterThanOrEqual(1_000);
  });

  test("is thrown when no retry is left, and at once when the wait would be long", async () => {
    await using server = await scriptedServer(refuse(429, "rate_limited", { "retry-after": "3600" }));
    const refused = clientOf(server).events.get("evt_1");
    await expect(refused).rejects.toBeInstanceOf(RateLimitError);
    await expect(refused).rejects.toMatchObject({ retryAfter: 3_600 });
    expect(server.requests).toHaveLength(1);
    await using busy = await scriptedServer(refuse(503, "overloaded"));
    await expect(clientOf(busy).events.get("evt_1", { maxRetries: 1 })).rejects.toMatchObject({
      status: 503,
    });
    expect(busy.requests).toHaveLength(2);
  });
});

test.each([400, 401, 403, 404, 409, 500])("%i is thrown at once", async (status) => {
  await using server = await scriptedServer(refuse(status, "x"), json(event));
  await expect(clientOf(server).events.get("evt_1")).rejects.toMatchObject({ status });
  expect(server.requests).toHaveLength(1);
});

describe("a deletion", () => {
  test("whose first answer was lost is done when nothing is found any more", async () => {
    await using server = await scriptedServer(cut, refuse(404, "not_found"));
    expect(await clientOf(server).sessions.delete("sess_1")).toBeUndefined();
    expect(server.requests.map(({ method }) => method)).toEqual(["DELETE", "DELETE"]);
  });

  test("of nothing is told as such, also after a refusal", async () => {
    await using server = await scriptedServer(refuse(503, "overloaded"), refuse(404, "not_found"));
    await expect(clientOf(server).sessions.delete("sess_1")).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe("a server that does not answer", () => {
  test.each([
    ["at all", keepSilent],
    ["to the end", stall],
  ])("%s is left after the timeout", async (_what, answering) => {
    await using server = await scriptedServer(answering);
    const late = clientOf(server, { timeout: 100, maxRetries: 0 }).events.get("evt_1");
    await expect(late).rejects.toBeInstanceOf(TimeoutError);
    await expect(late).rejects.toMatchObject({ code: "timeout", status: undefined });
  });

  test("in time is asked again", async () => {
    await using server = await scriptedServer(keepSilent, json(event));
    expect(await clientOf(server, { timeout: 200 }).events.get("evt_1")).toEqual(event);
  });

  test("because it is not there is named, with the reason", async () => {
    const server = await scriptedServer(json(event));
    await server[Symbol.asyncDispose]();
    const refused = clientOf(server, { maxRetries: 1 }).events.get("evt_1");
    await expect(refused).rejects.toBeInstanceOf(ConnectionError);
    await expect(refused).rejects.toThrow(`${server.url} did not answer: fetch failed (ECONNREFUSED).`);
  });
});

describe("a caller's own signal", () => {
  test("ends a request that is on its way", async () => {
    const end = new AbortController();
    await using server = await scriptedServer(() => end.abort("enough"));
    const asked = clientOf(server, { maxRetries: 0 }).events.get("evt_1", { signal: end.signal });
    await expect(asked).rejects.toBe("enough");
    expect(server.requests).toHaveLength(1);
  });

  test("ends the wait before a retry", async () => {
    const end = new AbortController();
    await using server = await scriptedServer(refuse(429, "rate_limited", { "retry-after": "50" }));
    const asked = clientOf(server, {
      async fetch(url, init) {
        const answer = await fetch(url, init);
        setTimeout(() => end.abort("enough"), 50);
        return answer;
      },
    }).events.get("evt_1", { signal: end.signal });
    await expect(asked).rejects.toBe("enough");
  });

  test("that is over already sends nothing", async () => {
    await using server = await scriptedServer(json(event));
    const asked = clientOf(server).sessions.list({}, { signal: AbortSignal.abort("before") });
    await expect(asked).rejects.toBe("before");
    expect(server.requests).toEqual([]);
  });
});

test("an answer that is not JSON says where to look", async () => {
  await using server = await scriptedServer(
    (_request, response) => void response.end("<html>Welcome</html>"),
  );
  await expect(clientOf(server).events.get("evt_1")).rejects.toMatchObject({
    code: "unreadable_answer",
    status: 200,
  });
  expect(server.requests).toHaveLength(1);
});
