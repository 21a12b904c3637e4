import { expect, test } from "vitest";
import { clientOf } from "../fixtures/client-of.ts";
import { type Answering, json, scriptedServer } from "../fixtures/scripted-server.ts";

const ids = Array.from({ length: 23 }, (_, index) => `sess_${index}`);

/** Pages as the contract has them: a cursor holds the page size, and nothing may stand beside it. */
const listing: Answering = (request, response) => {
  const query = Object.fromEntries(request.url.searchParams);
  if ("cursor" in query && Object.keys(query).length > 1) throw new Error("A cursor stood with filters.");
  const [from, size] = (query["cursor"] ?? `0,${query["limit"] ?? 20}`).split(",").map(Number) as [
    number,
    number,
  ];
  const data = ids.slice(from, from + size).map((id) => ({ id }));
  const has_more = from + size < ids.length;
  const cursor = has_more ? `${from + size},${size}` : null;
  json({ data, cursor, has_more, total: ids.length })(request, response);
};

test("awaited, a list is its page", async () => {
  await using server = await scriptedServer(listing);
  const page = await clientOf(server).sessions.list({ limit: 10, user_id: "user_abc123" });
  expect(page.data.map(({ id }) => id)).toEqual(ids.slice(0, 10));
  expect(page).toMatchObject({ has_more: true, total: 23, cursor: "10,10" });
  const next = await clientOf(server).sessions.list({ cursor: page.cursor });
  expect(next.data.map(({ id }) => id)).toEqual(ids.slice(10, 20));
  expect(server.requests.map(({ url }) => url.href)).toEqual([
    "http://script/api/v1/sessions?limit=10&user_id=user_abc123",
    "http://script/api/v1/sessions?cursor=10%2C10",
  ]);
});

test("iterated, it is every item of every page, each page asked for once and by its cursor alone", async () => {
  await using server = await scriptedServer(listing);
  const seen: string[] = [];
  const list = clientOf(server).sessions.list({ limit: 10, model: "claude-opus-4-5" });
  for await (const { id } of list) seen.push(id);
  expect(seen).toEqual(ids);
  expect(server.requests.map(({ url }) => url.search)).toEqual([
    "?limit=10&model=claude-opus-4-5",
    "?cursor=10%2C10",
    "?cursor=20%2C10",
  ]);
});

test("a walk ends where there is no more, whatever the cursor says", async () => {
  await using server = await scriptedServer(json({ data: [{ id: "x" }], cursor: "x", has_more: false }));
  const seen: string[] = [];
  for await (const { id } of clientOf(server).sessions.list()) seen.push(id);
  expect(seen).toEqual(["x"]);
});

test("a walk that is left early asks for no further page", async () => {
  await using server = await scriptedServer(listing);
  for await (const { id } of clientOf(server).sessions.events("sess_1", { limit: 10 })) {
    if (id === "sess_3") break;
  }
  expect(server.requests.map(({ url }) => url.pathname)).toEqual(["/api/v1/sessions/sess_1/events"]);
});

test("what is undefined or null is not asked for, dates are ISO 8601, ids stay one segment", async () => {
  await using server = await scriptedServer(listing);
  const forg = clientOf(server);
  await forg.events.list({ from: new Date(0), error_only: true, user_id: undefined, cursor: null });
  await forg.sessions.get("a/b?c=ü");
  expect(server.requests.map(({ url }) => `${url.pathname}${url.search}`)).toEqual([
    "/api/v1/events?from=1970-01-01T00%3A00%3A00.000Z&error_only=true",
    "/api/v1/sessions/a%2Fb%3Fc%3D%C3%BC",
  ]);
});

test.each(["", ".", "..", undefined])("the id %j never reaches a server", async (id) => {
  await using server = await scriptedServer(json({}));
  await expect(clientOf(server).sessions.delete(id as string)).rejects.toMatchObject({ code: "invalid_use" });
  expect(server.requests).toEqual([]);
});

test("a page that fails is told to who awaits and to who iterates", async () => {
  await using server = await scriptedServer(json({ error: "No.", code: "insufficient_scope" }, 403));
  await expect(clientOf(server).sessions.list()).rejects.toMatchObject({ code: "insufficient_scope" });
  const walk = async (): Promise<void> => {
    for await (const session of clientOf(server).sessions.list()) throw new Error(`It had ${session.id}.`);
  };
  await expect(walk()).rejects.toMatchObject({ code: "insufficient_scope", status: 403 });
});
