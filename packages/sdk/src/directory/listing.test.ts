import { expect, test } from "vitest";
import { clientOf } from "../fixtures/client-of.ts";
import { json, scriptedServer } from "../fixtures/scripted-server.ts";

test("users, teams and projects are lists like the others", async () => {
  await using server = await scriptedServer(json({ data: [{ id: "x" }], cursor: null, has_more: false }));
  const forg = clientOf(server);
  const seen: string[] = [];
  for await (const { id } of forg.users.list({ team_id: "team_1" })) seen.push(id);
  for await (const { id } of forg.teams.list({ order: "asc" })) seen.push(id);
  seen.push(...(await forg.projects.list()).data.map(({ id }) => id));
  expect(seen).toEqual(["x", "x", "x"]);
  expect(server.requests.map(({ url }) => `${url.pathname}${url.search}`)).toEqual([
    "/api/v1/users?team_id=team_1",
    "/api/v1/teams?order=asc",
    "/api/v1/projects",
  ]);
});
