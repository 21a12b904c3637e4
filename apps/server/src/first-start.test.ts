import { sqliteLookups } from "@hearth/store/engines/sqlite/sqlite-lookups";
import { describe, expect, it } from "vitest";
import { secretHash } from "@hearth/store/access/secret-hash";
import { migrate } from "@hearth/store/engines/sqlite/migrate";
import { kyselyOver } from "@hearth/store/engines/sqlite/kysely-over";
import { openWriter } from "@hearth/store/engines/sqlite/open";
import { temporaryFolder } from "./commands/fixtures/temporary-folder.ts";
import { createFolders, dataFolder } from "./data-folder.ts";
import { ensureDefaults } from "./first-start.ts";
import { welcomeScreen } from "./welcome-screen.ts";
import { dataOf } from "./commands/fixtures/run-hearth.ts";

function emptyDatabase() {
  const folder = dataFolder(temporaryFolder());
  createFolders(folder);
  const database = openWriter(folder.database);
  migrate(database);
  return { folder, database };
}

describe("the first start", () => {
  it("makes a project with a token for Development and an admin key, once", async () => {
    const { database } = emptyDatabase();
    const first = await ensureDefaults(database);
    const db = kyselyOver(database);
    const token = await sqliteLookups(database).gameToken(secretHash(first.gameToken!));
    const environment = await db
      .selectFrom("environments")
      .innerJoin("projects", "projects.id", "environments.project_id")
      .innerJoin("organizations", "organizations.id", "environments.organization_id")
      .select(["environments.name", "projects.name as project", "organizations.name as organization"])
      .where("environments.id", "=", token!.environmentId)
      .executeTakeFirst();
    expect(environment).toEqual({ name: "Development", project: "default", organization: "default" });
    expect(await sqliteLookups(database).apiKey(secretHash(first.apiKey!))).toMatchObject({
      mode: "live",
      scopes: ["admin"],
    });
    expect(await ensureDefaults(database)).toEqual({ gameToken: null, apiKey: null });
    database.close();
  });

  it("still shows a first key where a command made the folder and its first token", async () => {
    const { folder, database } = emptyDatabase();
    await dataOf(["token", "create", "--environment", "Production", "--name", "Own"], {
      HEARTH_DATA: folder.root,
    });
    expect(await ensureDefaults(database)).toMatchObject({
      gameToken: null,
      apiKey: expect.stringMatching(/^forg_live_/),
    });
    database.close();
  });
});

describe("the welcome screen", () => {
  const place = { url: "http://127.0.0.1:4100", data: "./data" };

  it("shows the first secrets and a request to paste", () => {
    const screen = welcomeScreen({ ...place, first: { gameToken: "flg_first", apiKey: "forg_live_first" } });
    expect(screen).toContain("Authorization: Bearer flg_first");
    expect(screen).toContain("forg_live_first");
    expect(screen).not.toContain("token create");
    expect(screen.split("\n").length).toBeLessThanOrEqual(20);
  });

  it("says how to make others on later starts", () => {
    const screen = welcomeScreen({ ...place, first: { gameToken: null, apiKey: null } });
    expect(screen).toContain('hearth token create --environment Development --name "My game"');
    expect(screen).toContain("hearth key create");
    expect(screen.split("\n").length).toBeLessThanOrEqual(20);
  });
});
