import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectApiRefusal } from "../api-refusal.ts";
import { type Answer, send } from "../send.ts";
import { apiAsker } from "./coding/api-asker.ts";
import { comparable, expectNoMarks, marksOf, withoutEcho } from "./tenancy-answers.ts";
import { type CodingCall, codingCall } from "./tenancy-coding-calls.ts";
import { codingSlotsOf } from "./tenancy-coding-slots.ts";
import { type Elsewhere, elsewhere, makeCodingWorld } from "./tenancy-coding-world.ts";
import { rowsOfOrganization, testRowsOf } from "./tenancy-rows.ts";

const world = await makeCodingWorld();
const { server, places, keys, unknown } = world;
afterAll(async () => {
  expect(server.log).toBe("");
  await server.remove();
});

const apiOperations = world.operations.filter(({ side, isStream }) => side === "api" && !isStream);
const otherOperations = world.operations.filter(({ side }) => side !== "api");
const ask = async <Body = Record<string, unknown>>(
  { method, path, body }: CodingCall,
  tenant: keyof typeof keys,
): Promise<Answer<Body>> => await apiAsker(server, keys[tenant])<Body>(method, path, body);
const marks: Readonly<Record<Elsewhere, readonly string[]>> = {
  otherMode: marksOf(places.otherMode, places.own),
  otherOrganization: [...marksOf(places.otherOrganization, places.own), world.theirOrganization],
};
const snapshot = () => ({
  otherMode: testRowsOf(server.folder, "default"),
  otherOrganization: rowsOfOrganization(server.folder, world.theirOrganization),
});

const withCursor = apiOperations.filter(({ queryNames }) => queryNames.includes("cursor"));
const foreignCursors = new Map<string, string | null>();
let before: ReturnType<typeof snapshot>;
beforeAll(async () => {
  for (const where of elsewhere) {
    for (const operation of withCursor) {
      const { path } = codingCall(operation, places[where]);
      const page = await ask<{ cursor: string | null }>({ method: "GET", path: `${path}?limit=1` }, where);
      foreignCursors.set(`${where} ${operation.name}`, page.body.cursor);
    }
  }
  before = snapshot();
});

describe.each(apiOperations)("$name", (operation) => {
  test("takes no credential but an API key", async () => {
    const { method, path, body } = codingCall(operation, places.own);
    const bad = `forg_live_${randomBytes(16).toString("hex")}`;
    for (const secret of ["", bad, server.token, world.deviceSecret]) {
      expectApiRefusal(await apiAsker(server, secret)(method, path, body), 401);
    }
  });

  const slots = codingSlotsOf(operation).flatMap(({ fields, ...slot }) =>
    fields.flatMap((field) => elsewhere.map((where) => ({ ...slot, field, of: where }))),
  );
  test.each(slots)(
    "$field of the $of in the $where ($name) is as unknown",
    async ({ field, of, ...slot }) => {
      const call = (place: typeof unknown) =>
        codingCall(operation, places.own, { ...slot, value: place[field] });
      const foreign = await ask(call(places[of]), "own");
      const absent = await ask(call(unknown), "own");
      expect(foreign.status).toBe(absent.status);
      expect(comparable(foreign, places[of][field])).toBe(comparable(absent, unknown[field]));
      expectNoMarks(withoutEcho(foreign, places[of][field]), marks[of]);
      if (slot.where === "path") expectApiRefusal(foreign, 404);
      else expectNothing(foreign);
    },
  );

  if (operation.method === "GET" || operation.pathNames.length === 0) {
    test("shows its own, and nothing of others", async () => {
      const answer = await ask(codingCall(operation, places.own), "own");
      expect(answer.status, answer.bytes.toString("utf8")).toBeLessThan(300);
      for (const where of elsewhere) expectNoMarks(answer.bytes.toString("utf8"), marks[where]);
    });
  }
});

describe.each(withCursor)("$name", (operation) => {
  test.each(elsewhere)("takes no cursor of the %s", async (where) => {
    const cursor = foreignCursors.get(`${where} ${operation.name}`);
    expect(cursor, "its list must have a second page: furnish it in tenancy-coding-place.ts").toEqual(
      expect.any(String),
    );
    const made = randomBytes(Buffer.from(cursor!, "base64url").length).toString("base64url");
    const filling = { where: "query", name: "cursor" } as const;
    const foreign = await ask(codingCall(operation, places.own, { ...filling, value: cursor! }), "own");
    const absent = await ask(codingCall(operation, places.own, { ...filling, value: made }), "own");
    expectApiRefusal(foreign, 400, "cursor");
    expect(comparable(foreign, cursor!)).toBe(comparable(absent, made));
  });
});

test.each(otherOperations)("$name takes no credential of another door", async ({ method, path }) => {
  const headers = { "content-type": "application/json" };
  const url = server.url + path.replaceAll(/\{\w+\}/g, "nothing");
  for (const secret of [undefined, "", server.token, `lic_${randomBytes(10).toString("hex")}`]) {
    const authorization = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
    const body = method === "GET" ? {} : { body: "{}" };
    const answer = await send(url, { method, headers: { ...headers, ...authorization }, ...body });
    expect(answer.status, answer.bytes.toString("utf8")).toBe(401);
  }
});

describe.each(elsewhere)("with a key of the %s, every call of the matrix is answered", (where) => {
  const order = ["GET", "POST", "PUT", "PATCH", "DELETE"];
  // Members before their team.
  const ordered = apiOperations.toSorted(
    (a, b) => order.indexOf(a.method) - order.indexOf(b.method) || b.pathNames.length - a.pathNames.length,
  );

  test("until then, nothing of it has changed", () => {
    expect(snapshot()[where]).toEqual(before[where]);
    expect(Object.values(before[where]).flat().length).toBeGreaterThan(15);
  });

  test.each(ordered)("$name", async (operation) => {
    const answer = await ask(codingCall(operation, places[where]), where);
    const shown = answer.bytes.toString("utf8");
    expect([200, 201, 202, 204], shown).toContain(answer.status);
    if (operation.method === "GET" && !operation.path.includes("/reports/")) {
      expect(shown).toContain(places[where].word);
    }
  });
});

/** Checks that an answer found nothing: 404, an empty list, or figures that are all nought. */
function expectNothing({ status, body, bytes }: Answer): void {
  if (status === 404 || status === 202) return;
  const shown = bytes.toString("utf8");
  expect(status, shown).toBe(200);
  const { data } = body as { data: readonly unknown[] };
  const figures = [...shown.matchAll(/(?<=:)-?\d[\d.]*(?=[,}])/g)].map(([figure]) => Number(figure));
  expect(
    figures.filter((figure) => figure !== 0),
    shown,
  ).toEqual([]);
  if (figures.length === 0) expect(data, shown).toEqual([]);
}
