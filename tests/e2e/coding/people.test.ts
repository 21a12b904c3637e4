import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDevice } from "@hearth/store/access/create-device";
import { revokeDevice } from "@hearth/store/access/revoke-device";
import { expectApiRefusal } from "../../api-refusal.ts";
import type { Answer } from "../../send.ts";
import { send } from "../../send.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { type AskApi, apiAsker, makeKey } from "./api-asker.ts";

interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly created_at: string;
  readonly teams: readonly { readonly id: string; readonly name: string }[];
}
type Named = Readonly<{ id: string; name: string; member_count?: number }>;
type Page<Item> = Readonly<{ data: readonly Item[]; cursor: string | null; has_more: boolean }>;

let server: ServerProcess;
let live: AskApi;
let trial: AskApi;
beforeAll(async () => {
  server = await startServer();
  live = apiAsker(server, server.key);
  trial = apiAsker(server, await makeKey(server.folder, "test", "admin"));
});
afterAll(async () => {
  expect(server.log).toBe("");
  await server.remove();
});

const made = <Body>({ status, body, bytes }: Answer<Body>): Body => {
  expect(status, bytes.toString("utf8")).toBe(201);
  return body;
};
const newUser = async (body: object, ask = live): Promise<User> =>
  made(await ask<User>("POST", "/users", body));
const newTeam = async (name: string, ask = live): Promise<Named> =>
  made(await ask<Named>("POST", "/teams", { name }));
const unique = (word: string): string => `${word} ${randomBytes(4).toString("hex")}`;

/** Every page of a list after the first by its cursor alone. */
async function walk<Item>(path: string, ask = live): Promise<Item[][]> {
  const pages: Item[][] = [];
  for (let next = path; ;) {
    const { status, body } = await ask<Page<Item>>("GET", next);
    expect(status).toBe(200);
    expect(body.has_more).toBe(body.cursor !== null);
    pages.push([...body.data]);
    if (body.cursor === null) return pages;
    next = `${path.split("?")[0]!}?cursor=${encodeURIComponent(body.cursor)}`;
  }
}

describe("a user", () => {
  test("is made, changed in part by either verb, and removed", async () => {
    const user = await newUser({ id: "grace", name: " Grace ", email: "grace@example.com", unknown: 1 });
    expect(user).toEqual({
      id: "grace",
      name: "Grace",
      email: "grace@example.com",
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      teams: [],
    });
    for (const method of ["PATCH", "PUT"]) {
      const name = unique(method);
      const renamed = await live(method, "/users/grace", { name });
      expect(renamed.body).toEqual({ ...user, name });
      await live(method, "/users/grace", { name: "Grace" });
    }
    expect((await live("PATCH", "/users/grace", { email: null })).body).toEqual({ ...user, email: null });
    expect((await live("PATCH", "/users/grace", {})).body).toEqual({ ...user, email: null });
    expect((await live("GET", "/users/grace")).body).toEqual({ ...user, email: null });
    expect((await live("DELETE", "/users/grace")).status).toBe(204);
    for (const method of ["GET", "DELETE"])
      expectApiRefusal(await live(method, "/users/grace"), 404, "user_id");
    expectApiRefusal(await live("PATCH", "/users/grace", { name: "Grace" }), 404, "user_id");
  });

  test("gets an id where it brings none, and no id twice", async () => {
    const { id } = await newUser({ name: "Nobody" });
    expect(id).toMatch(/^user_[0-9a-f]{16}$/);
    expectApiRefusal(await live("POST", "/users", { id, name: "Somebody" }), 409, "id");
  });

  test.each([
    ["id", " a"],
    ["id", "a\u0000b"],
    ["id", "\ud800"],
    ["id", "x".repeat(257)],
    ["name", "  "],
    ["name", "a\nb"],
    ["name", "x".repeat(121)],
    ["name", "user\u0000"],
    ["email", "nobody"],
    ["email", "a b@c"],
    ["email", `${"x".repeat(250)}@example.com`],
    ["email", 5],
  ])("%s cannot be %j", async (member, value) => {
    expectApiRefusal(await live("POST", "/users", { name: "Somebody", [member]: value }), 400, member);
  });

  test("may be called what a URL has to escape", async () => {
    const id = "ada/lovelace @ 100%?#";
    await newUser({ id, name: "Ada" });
    expect((await live("GET", `/users/${encodeURIComponent(id)}`)).body).toMatchObject({ id });
    expect((await live("DELETE", `/users/${encodeURIComponent(id)}`)).status).toBe(204);
  });

  test("is there once a first signal of it has come, and stays while it has sessions", async () => {
    const id = unique("signal");
    const key = await makeKey(server.folder, "live", "write:signals");
    const signal = {
      type: "post-tool",
      adapter: "claude-code",
      user_id: id,
      id: unique("call"),
      backfill: true,
      ts: "2026-03-01T10:00:00.000Z",
      metadata: { model: "m", tokens_in: 1, tokens_out: 1 },
    };
    const { status, bytes } = await send(`${server.url}/engine/v1/signals/batch`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ signals: [signal] }),
    });
    expect(status, bytes.toString("utf8")).toBe(200);
    const path = `/users/${encodeURIComponent(id)}`;
    expect((await live("GET", path)).body).toMatchObject({ id, name: id, email: null, teams: [] });
    expectApiRefusal(await trial("GET", path), 404);
    expect(expectApiRefusal(await live("DELETE", path), 409).error).toContain("hearth person erase");
    expect((await live("PATCH", path, { name: "Known now" })).body).toMatchObject({ id, name: "Known now" });
  });

  test("stays while a device of it may send", async () => {
    const { id } = await newUser({ name: "Owner" });
    const device = await withStore(
      server.folder,
      async (context) => await createDevice(context, { user: "device owner", mode: "live" }),
    );
    expect((await live("DELETE", `/users/${id}`)).status).toBe(204);
    await newUser({ id: "device owner", name: "Owner" });
    expectApiRefusal(await live("DELETE", "/users/device%20owner"), 409);
    await withStore(server.folder, async (context) => await revokeDevice(context, { id: device.id }));
    expect((await live("DELETE", "/users/device%20owner")).status).toBe(204);
  });
});

describe("a team", () => {
  test("has members, whom its list and they themselves show", async () => {
    const [first, second] = [await newTeam(unique("B")), await newTeam(unique("A"))];
    const [ada, eve] = [await newUser({ name: "Ada" }), await newUser({ name: "Eve" })];
    for (const _ of [1, 2]) {
      expect((await live("PUT", `/teams/${first.id}/members/${ada.id}`)).status).toBe(204);
    }
    await live("PUT", `/teams/${first.id}/members/${eve.id}`);
    await live("PUT", `/teams/${second.id}/members/${ada.id}`);
    expect((await live("GET", `/teams/${first.id}`)).body).toEqual({ ...first, member_count: 2 });
    const teams = [second, first]
      .map(({ id, name }) => ({ id, name }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect((await live("GET", `/users/${ada.id}`)).body).toMatchObject({ teams });
    const members = (await walk<User>(`/users?team_id=${first.id}&limit=1`)).map((page) =>
      page.map(({ id }) => id),
    );
    expect(members).toEqual([[eve.id], [ada.id]]);

    for (const _ of [1, 2]) {
      expect((await live("DELETE", `/teams/${first.id}/members/${ada.id}`)).status).toBe(204);
    }
    expect((await live("GET", `/teams/${first.id}`)).body).toMatchObject({ member_count: 1 });
    expect((await live("DELETE", `/users/${eve.id}`)).status).toBe(204);
    expect((await live("GET", `/teams/${first.id}`)).body).toMatchObject({ member_count: 0 });
    expect((await live("DELETE", `/teams/${second.id}`)).status).toBe(204);
    expectApiRefusal(await live("GET", `/teams/${second.id}`), 404, "team_id");
    expect((await live("GET", `/users/${ada.id}`)).body).toMatchObject({ teams: [] });
  });

  test("has a name that no other team has", async () => {
    const [first, second] = [await newTeam(unique("One")), await newTeam(unique("Two"))];
    expectApiRefusal(await live("POST", "/teams", { name: ` ${first.name} ` }), 409, "name");
    for (const method of ["PATCH", "PUT"]) {
      expectApiRefusal(await live(method, `/teams/${second.id}`, { name: first.name }), 409, "name");
      expect((await live(method, `/teams/${second.id}`, { name: second.name })).status).toBe(200);
      expect((await live(method, `/teams/${second.id}`, {})).body).toEqual(second);
    }
  });

  test("takes neither unknown users nor unknown teams", async () => {
    const [{ id: team }, { id: user }] = [await newTeam(unique("T")), await newUser({ name: "U" })];
    for (const method of ["PUT", "DELETE"]) {
      expectApiRefusal(await live(method, `/teams/${team}/members/nobody`), 404, "user_id");
      expectApiRefusal(await live(method, `/teams/nothing/members/${user}`), 404, "team_id");
    }
  });
});

test("a project is made and found, with environments for games where it is live", async () => {
  const project = made(await live<Named>("POST", "/projects", { name: unique("Project") }));
  expect((await live("GET", `/projects/${project.id}`)).body).toEqual(project);
  expectApiRefusal(await live("POST", "/projects", { name: project.name }), 409);
  expectApiRefusal(await live("GET", "/projects/proj_0000000000000000"), 404, "project_id");
  const headers = { authorization: `Bearer ${server.key}` };
  const { body } = await send<{ environments: unknown[] }>(
    `${server.url}/console/v1/projects/${project.id}`,
    {
      headers,
    },
  );
  expect(body.environments).toHaveLength(2);
});

describe("a list", () => {
  const prefix = unique("listed");
  const users: User[] = [];
  beforeAll(async () => {
    for (let at = 0; at < 23; at++) {
      const name = `${prefix} ${at % 3}`;
      users.push(await newUser({ name, ...(at % 2 && { email: `${at % 5}@Example.com` }) }));
    }
  });

  test.each(["asc", "desc"])("shows everyone once, %s", async (order) => {
    const ids = (await walk<User>(`/users?limit=7&order=${order}`)).flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const ours = users.map(({ id }) => id);
    const expected = order === "asc" ? ours : ours.toReversed();
    expect(ids.filter((id) => ours.includes(id))).toEqual(expected);
  });

  test("has 20 a page unless said, and as many on the next as on the first", async () => {
    expect((await walk<User>("/users"))[0]).toHaveLength(20);
    const sizes = (await walk<User>(`/users?limit=5&name=${encodeURIComponent(`${prefix} 0`)}`)).map(
      (p) => p.length,
    );
    expect(sizes).toEqual([5, 3]);
  });

  test.each([0, 1, 2, 3])("is filtered by name and email, alone and together (%d)", async (at) => {
    const named = `${prefix} ${at}`;
    const email = `${at}@example.COM`;
    const [byName, byEmail, byBoth] = await Promise.all(
      [{ name: named.toUpperCase() }, { email }, { name: named, email }].map(async (query) =>
        (await walk<User>(`/users?${new URLSearchParams(query).toString()}`)).flat().map(({ id }) => id),
      ),
    );
    const newest = users.toReversed();
    const expected = (filter: (user: User) => boolean) => newest.filter(filter).map(({ id }) => id);
    const has = (user: User) => user.email?.toLowerCase() === email.toLowerCase();
    expect(byName).toEqual(expected(({ name }) => name === named));
    expect(byEmail).toEqual(expected(has));
    expect(byBoth).toEqual(expected((user) => user.name === named && has(user)));
  });

  test("stands still while others are added and removed", async () => {
    const { body } = await live<Page<User>>("GET", "/users?limit=2&order=desc");
    const [, last] = body.data;
    const { id } = await newUser({ name: "Between" });
    const next = await live<Page<User>>("GET", `/users?cursor=${encodeURIComponent(body.cursor!)}`);
    expect(next.body.data).toHaveLength(2);
    expect(next.body.data.map((user) => user.id)).not.toContain(last!.id);
    expect(next.body.data.map((user) => user.id)).not.toContain(id);
    await live("DELETE", `/users/${id}`);
  });

  test("takes no filter beside a cursor that it does not carry", async () => {
    const { body } = await live<Page<User>>("GET", "/users?limit=1&order=asc");
    const cursor = encodeURIComponent(body.cursor!);
    expect((await live("GET", `/users?cursor=${cursor}&order=asc&limit=2`)).status).toBe(200);
    expectApiRefusal(await live("GET", `/users?cursor=${cursor}&order=desc`), 400, "order");
    expectApiRefusal(await live("GET", `/users?cursor=${cursor}&name=a`), 400, "name");
    expectApiRefusal(await live("GET", `/teams?cursor=${cursor}`), 400, "cursor");
  });
});

describe("test data", () => {
  test("is not seen by live keys, nor theirs by test keys", async () => {
    const id = unique("both");
    const teamName = unique("Team");
    const [ours, theirs] = [
      await newUser({ id, name: "Live" }),
      await newUser({ id, name: "Test", email: "t@example.com" }, trial),
    ];
    const [liveTeam, testTeam] = [await newTeam(teamName), await newTeam(teamName, trial)];
    const testProject = made(await trial<Named>("POST", "/projects", { name: unique("Test project") }));
    const path = `/users/${encodeURIComponent(id)}`;
    expect((await live("GET", path)).body).toEqual(ours);
    expect((await trial("GET", path)).body).toEqual(theirs);
    for (const [ask, foreign, own] of [
      [live, testTeam, liveTeam],
      [trial, liveTeam, testTeam],
    ] as const) {
      expectApiRefusal(await ask("GET", `/teams/${foreign.id}`), 404);
      expectApiRefusal(await ask("PATCH", `/teams/${foreign.id}`, { name: "Mine" }), 404);
      expectApiRefusal(await ask("DELETE", `/teams/${foreign.id}`), 404);
      expectApiRefusal(await ask("PUT", `/teams/${foreign.id}/members/${encodeURIComponent(id)}`), 404);
      expect((await walk(`/users?team_id=${foreign.id}`, ask)).flat()).toEqual([]);
      const teams = (await walk<Named>(`/teams?name=${encodeURIComponent(teamName)}`, ask)).flat();
      expect(teams.map((team) => team.id)).toEqual([own.id]);
      await ask("PUT", `/teams/${own.id}/members/${encodeURIComponent(id)}`);
    }
    expectApiRefusal(await live("GET", `/projects/${testProject.id}`), 404);
    expect((await trial("GET", `/projects/${testProject.id}`)).body).toEqual(testProject);
    const projects = async (ask: AskApi) => (await walk<Named>("/projects", ask)).flat().map((one) => one.id);
    expect(await projects(live)).not.toContain(testProject.id);
    expect(await projects(trial)).toEqual([testProject.id]);
    const headers = { authorization: `Bearer ${server.key}` };
    const shown = await send(`${server.url}/console/v1/projects`, { headers });
    expect(shown.bytes.toString("utf8")).not.toContain(testProject.id);
    expect(
      (await send(`${server.url}/console/v1/projects/${testProject.id}/sessions`, { headers })).status,
    ).toBe(404);

    expect((await trial("DELETE", path)).status).toBe(204);
    expect((await live("GET", path)).body).toMatchObject({ id, teams: [{ id: liveTeam.id }] });
  });

  test.each(["/users", "/teams"])("a cursor of %s opens no page of the other mode", async (path) => {
    for (const ask of [live, trial]) {
      for (const _ of [1, 2]) await ask("POST", path, { name: unique("Page") });
      const { body } = await ask<Page<unknown>>("GET", `${path}?limit=1`);
      const next = `${path}?cursor=${encodeURIComponent(body.cursor!)}`;
      expect((await ask("GET", next)).status).toBe(200);
      expectApiRefusal(await (ask === live ? trial : live)("GET", next), 400, "cursor");
    }
  });
});
