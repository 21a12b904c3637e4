import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rawAnswer, rawExchange, rawHead } from "../raw-exchange.ts";
import { expectRefusal } from "../refusal.ts";
import { type Answer, send } from "../send.ts";
import { type ServerProcess, startServer } from "../server-process.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  expect((await send(`${server.url}/health`)).status).toBe(200);
  await server?.remove();
});

const doors = ["sessions", "sessions/x/end", "events", "uploads", "reports"].map(
  (door) => `/v1/ingest/${door}`,
);

async function raw(pieces: readonly (string | Uint8Array)[], ends = false): Promise<Answer> {
  const { text } = await rawExchange(server.port, { pieces, ends, until: /requestId":"[^"]*"\}$/ });
  return rawAnswer(text);
}

describe.each([...doors, "/files/x", "/health", "/openapi.json", "/nowhere"])("%s", (path) => {
  const taken: Record<string, string[]> = {
    "/files/x": ["PUT", "GET", "HEAD"],
    "/health": ["GET", "HEAD"],
    "/openapi.json": ["GET", "HEAD"],
  };
  const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "SEARCH", "LOCK"];
  const wrong = methods.filter(
    (method) => !(taken[path] ?? (doors.includes(path) ? ["POST"] : [])).includes(method),
  );
  test.each(wrong)("%s is not found", async (method) => {
    const answer = await send(server.url + path, {
      method,
      headers: { authorization: `Bearer ${server.token}` },
      body: "{}",
    });
    expect(answer.status).toBe(404);
    if (method !== "HEAD") expectRefusal(answer, 404);
  });
});

describe("the id of a session's end", () => {
  test.each([
    ["nothing", ""],
    ["a word", "undefined"],
    ["a NUL", "%00"],
    ["octets that are no UTF-8", "%ff%fe"],
    ["a broken escape", "%zz"],
    ["half an escape", "%"],
    ["a way up", ".."],
    ["an escaped way up", "%2e%2e%2f%2e%2e%2fsecret"],
    ["300 letters", "a".repeat(300)],
    ["8,000 letters", "a".repeat(8_000)],
    ["a lone surrogate", "%ed%a0%80"],
    ["a picture", encodeURIComponent("👾")],
    ["SQL", encodeURIComponent("' or 1=1 --")],
    ["36 dashes", "-".repeat(36)],
    ["a number", "1"],
    ["a negative number", "-9223372036854775808"],
    ["a semicolon", "a;b"],
  ])("%s", async (_name, id) => {
    const head = { Authorization: `Bearer ${server.token}`, "Content-Length": 15 };
    const answer = await raw([rawHead("POST", `/v1/ingest/sessions/${id}/end`, head), '{"status":"ok"}']);
    expectRefusal(answer, [400, 404]);
  });
});

describe("a path", () => {
  test.each([
    "//",
    "/%",
    "/%00",
    "/%c0%ae%c0%ae/",
    "/../../etc/passwd",
    "/v1/ingest/events/",
    "/V1/INGEST/EVENTS",
    "/v1//ingest/events",
    "/\\",
    "/docs/../../x",
    "/files",
    "/files/",
  ])("%s is not found", async (path) => {
    expectRefusal(await raw([rawHead("POST", path, { "Content-Length": 0 })]), [400, 404]);
  });

  test.each([
    "?partial=true&partial=false",
    "?partial[]=true",
    "?partial",
    "?partial=%ff",
    "?%",
    "?__proto__=1",
    `?${"a=1&".repeat(2_000)}`,
    "?#",
  ])("with the query %.40s is that of the door", async (query) => {
    const head = rawHead("POST", `/v1/ingest/events${query}`, {
      Authorization: `Bearer ${server.token}`,
      "Content-Length": 17,
    });
    const { text } = await rawExchange(server.port, { pieces: [head, '{"eventType":"a"}'], until: /\]$/ });
    expect(rawAnswer(text).status).toBe(201);
  });

  test("may be given with its origin", async () => {
    const head = rawHead("GET", "http://127.0.0.1/health", {});
    const { text } = await rawExchange(server.port, { pieces: [head], until: /version/ });
    expect(rawAnswer(text).status).toBe(200);
  });
});
