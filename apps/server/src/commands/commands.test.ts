import { sqliteLookups } from "@hearth/store/engines/sqlite/sqlite-lookups";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { secretHash } from "@hearth/store/access/secret-hash";
import { openReader } from "@hearth/store/engines/sqlite/open";
import { dataFolder } from "../data-folder.ts";
import { playFolder } from "./fixtures/play-folder.ts";
import { dataOf, runHearth } from "./fixtures/run-hearth.ts";
import { startBusyWriter } from "./fixtures/start-busy-writer.ts";
import { temporaryFolder } from "./fixtures/temporary-folder.ts";
import { runLine } from "./run-line.ts";

interface Made {
  readonly id: string;
  readonly secret: string | null;
}

interface Listed {
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

describe("on a folder that does not exist", () => {
  it("a create makes it with the defaults", async () => {
    const data = join(temporaryFolder(), "deep", "data");
    const token = await dataOf<Made & { project: { name: string } }>([
      "token",
      "create",
      "--environment=Production",
      "--name=Godot",
      `--data=${data}`,
    ]);
    expect(token).toMatchObject({ project: { name: "default" }, environment: { name: "Production" } });
    const database = openReader(dataFolder(data).database);
    expect(await sqliteLookups(database).gameToken(secretHash(token.secret!))).toMatchObject({
      tokenId: 1,
      revokedAt: null,
    });
    database.close();
  });

  it.each([["token", "list"], ["doctor"], ["backup", "x.tar.gz"], ["token", "revoke", "tok_1"]])(
    "%s %s says that there is none, and makes none",
    async (...words) => {
      const data = join(temporaryFolder(), "data");
      const { code, stdout, stderr } = await runHearth(words, { HEARTH_DATA: data });
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toBe(
        `hearth: There is no Hearth data in ${data}: name the folder with --data or HEARTH_DATA, or start the server once to make it.\n`,
      );
      expect(existsSync(data)).toBe(false);
    },
  );
});

describe("credentials", () => {
  it("are shown once, listed by preview, and revoked", async () => {
    const environment = { HEARTH_DATA: join(temporaryFolder(), "data") };
    const shown = await runHearth(
      ["token", "create", "--project", "default", "--environment", "Development", "--name", "Unity"],
      environment,
    );
    const secret = /flg_\w{36}/.exec(shown.stdout)![0];
    expect(shown.stderr).toBe(`Making the data folder ${environment.HEARTH_DATA}.\n`);
    const list = await runHearth(["token", "list"], environment);
    expect(list.stdout).toContain(`${secret.slice(0, 8)}...${secret.slice(-4)}`);
    expect(list.stdout).not.toContain(secret);

    const { items } = await dataOf<Listed>(["token", "list"], environment);
    const revoked = await dataOf<Made>(["token", "revoke", String(items[0]!["id"])], environment);
    expect(revoked).toMatchObject({ id: items[0]!["id"], revokedAt: expect.any(String) });
  });

  it("of programs carry scopes and mode, those of devices a user", async () => {
    const environment = { HEARTH_DATA: join(temporaryFolder(), "data") };
    const key = await dataOf<Made>(
      ["key", "create", "--scopes", "read:sessions, write:signals", "--test"],
      environment,
    );
    const database = openReader(dataFolder(environment.HEARTH_DATA).database);
    expect(await sqliteLookups(database).apiKey(secretHash(key.secret!))).toMatchObject({
      mode: "test",
      scopes: ["read:sessions", "write:signals"],
    });
    database.close();
    const device = await dataOf<Made>(["device", "create", "--user", "ada"], environment);
    expect(device).toMatchObject({ user: "ada", mode: "live" });
    await dataOf(["key", "revoke", key.id], environment);
    await dataOf(["device", "revoke", device.id], environment);
    for (const noun of ["key", "device"]) {
      const { items } = await dataOf<Listed>([noun, "list"], environment);
      expect(items).toMatchObject([{ revokedAt: expect.any(String) }]);
    }
  });
});

describe("beside a process that writes without a pause", () => {
  it("a create finds its gap", async () => {
    const folder = await playFolder();
    const writer = await startBusyWriter(folder);
    const words = ["device", "create", "--user", "ada", "--data", folder.root];
    expect(await dataOf<Made>(words)).toMatchObject({ user: "ada" });
    expect(writer.exitCode).toBeNull();
  });
});

describe("projects and organizations", () => {
  it("may be left out while there is only one", async () => {
    const environment = { HEARTH_DATA: join(temporaryFolder(), "data") };
    const project = await dataOf<Made>(["project", "create", "Tower"], environment);
    expect(project).toMatchObject({
      secret: null,
      environments: [{ name: "Production" }, { name: "Development" }],
    });
    const unclear = await runHearth(["environment", "list"], environment);
    expect(unclear.stderr).toBe(
      'hearth: There are 2 projects: say which with --project, one of "Tower", "default".\n',
    );
    await dataOf(["environment", "create", "QA", "--project", project.id, "--color", "#00ff00"], environment);
    const { items } = await dataOf<Listed>(["environment", "list", "--project", "Tower"], environment);
    expect(items.map(({ name }) => name)).toEqual(["Production", "Development", "QA"]);

    await dataOf(["organization", "create", "Studio"], environment);
    const several = await runHearth(["project", "list"], environment);
    expect(several.stderr).toContain('say which with --organization, one of "Studio", "default"');
    const none = await runHearth(["environment", "list", "--organization", "Studio"], environment);
    expect(none.stderr).toContain("The organization has no project");
    expect((await dataOf<Listed>(["organization", "list"], environment)).items).toHaveLength(2);
  });

  it("keep their retention per channel", async () => {
    const environment = { HEARTH_DATA: join(temporaryFolder(), "data") };
    await dataOf(["project", "create", "Tower"], environment);
    const own = ["--project", "Tower"];
    await dataOf(["retention", "set", "--channel", "dev", "--days", "7", ...own], environment);
    await dataOf(["retention", "set", "--days", "90", ...own], environment);
    await dataOf(["retention", "set", "--days", "forever", ...own], environment);
    const text = await runHearth(["retention", "list", ...own], environment);
    expect(text.stdout).toBe('Project "Tower" keeps\n  dev: 7 days\n  everything else: for ever\n');
  });
});

describe("a line typed wrong", () => {
  it.each([
    [["token", "create", "--name", "x"], "--environment is missing"],
    [["token", "crate"], 'There is no command "hearth token crate": choose "hearth token create"'],
    [["tokens"], 'There is no command "hearth tokens": see "hearth help"'],
    [["token", "list", "--nmae", "x"], "Unknown option '--nmae'"],
    [["token", "list", "extra"], '"extra" is one word too many'],
    [["key", "revoke"], "ID is missing"],
    [["project", "create"], "NAME is missing"],
    [["retention", "set", "--days", "soon"], '--days "soon" cannot be read'],
    [["person", "erase"], "Nobody is named"],
  ])("%j ends with 2 and says how it is typed", async (words, message) => {
    const data = join(temporaryFolder(), "data");
    const said: string[] = [];
    const stderr = { write: (text: string) => said.push(text) };
    const stdout = { write: () => expect.unreachable() };
    expect(await runLine([...words, "--data", data], { stdout, stderr })).toBe(2);
    expect(said.join("")).toContain(message);
    expect(existsSync(data)).toBe(false);
  });

  it("ends the process with 2", async () => {
    expect(await runHearth(["tokens"])).toEqual({
      code: 2,
      stdout: "",
      stderr: 'hearth: There is no command "hearth tokens": see "hearth help".\n',
    });
  });
});

describe("an error", () => {
  it("is data where data is asked for, and the exit code is 1", async () => {
    const environment = { HEARTH_DATA: join(temporaryFolder(), "data") };
    await dataOf(["project", "create", "Tower"], environment);
    const { code, stdout, stderr } = await runHearth(["project", "create", "Tower", "--json"], environment);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: "conflict",
        message: 'There is a project "Tower" already: choose another name.',
        details: [],
      },
    });
  });

  it("leaves nothing half made", async () => {
    const environment = { HEARTH_DATA: join(temporaryFolder(), "data") };
    const wrong = ["token", "create", "--environment", "Nowhere", "--name", "Godot"];
    const { code, stderr } = await runHearth(wrong, environment);
    expect(code).toBe(1);
    expect(stderr).toContain('There is no environment "Nowhere" in project "default"');
    expect((await dataOf<Listed>(["token", "list"], environment)).items).toEqual([]);
  });
});

describe("help and version", () => {
  it("name every command", async () => {
    const all = await runHearth([]);
    expect(all.code).toBe(0);
    for (const name of ["serve", "token create", "person erase", "backup", "doctor"]) {
      expect(all.stdout).toContain(name);
    }
    expect(all.stdout.split("\n").every((line) => line.length <= 110)).toBe(true);
    const one = await runHearth(["help", "token", "create"]);
    expect(one.stdout).toContain("hearth token create --environment E --name N");
    expect((await runHearth(["token", "create", "--help"])).stdout).toBe(one.stdout);
    expect(await dataOf(["version"])).toMatchObject({ hearth: expect.any(String) });
  });
});
