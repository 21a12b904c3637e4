import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { list } from "tar";
import { describe, expect, it } from "vitest";
import { openReader, openWriter } from "@hearth/store/engines/sqlite/open";
import { dataFolder } from "../data-folder.ts";
import { keyOf, playFolder } from "./fixtures/play-folder.ts";
import { prepare } from "./fixtures/prepare.ts";
import { dataOf, runHearth } from "./fixtures/run-hearth.ts";
import { startBusyWriter, stopProcess } from "./fixtures/start-busy-writer.ts";
import { temporaryFolder } from "./fixtures/temporary-folder.ts";

function pathsIn(file: string): string[] {
  const paths: string[] = [];
  list({ file, sync: true, strict: true, onReadEntry: (entry) => paths.push(entry.path) });
  return paths;
}

describe("a backup", () => {
  it("holds database, secret and files, for its owner only, and not the erasures", async () => {
    const folder = await playFolder(2);
    writeFileSync(folder.erasures, '{"subject":"00","at":1}\n');
    const file = join(dirname(folder.root), "one.tar.gz");
    const made = await dataOf(["backup", file, "--data", folder.root]);
    expect(made).toMatchObject({ file, packedFiles: 2, hasSecret: true, faults: [], files: { count: 2 } });
    expect(pathsIn(file)).toEqual([
      "manifest.json",
      "secret",
      "hearth.db",
      `files/${keyOf(1)}`,
      `files/${keyOf(2)}`,
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder.root).filter((name) => name.startsWith("backup-"))).toEqual([]);
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  it("replaces a file only when told to", async () => {
    const folder = await playFolder();
    const file = join(dirname(folder.root), "one.tar.gz");
    writeFileSync(file, "precious");
    const refused = await runHearth(["backup", file, "--data", folder.root]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("replace it with --force") });
    expect(readFileSync(file, "utf8")).toBe("precious");
    await dataOf(["backup", file, "--force", "--data", folder.root]);
    expect(pathsIn(file)).toContain("hearth.db");
  });

  it("passes over a file that was deleted meanwhile", async () => {
    const folder = await playFolder(3);
    rmSync(join(folder.files, keyOf(2)));
    const file = join(dirname(folder.root), "one.tar.gz");
    const { code, stdout } = await runHearth(["backup", file, "--data", folder.root]);
    expect(code).toBe(0);
    expect(stdout).toContain("2 files");
    expect(stdout).toContain("1 files were not there");
    expect(pathsIn(file)).not.toContain(`files/${keyOf(2)}`);
  });

  it("is of one moment while another process writes", async () => {
    const folder = await playFolder();
    const database = openWriter(folder.database);
    // More pages than are copied at once, so that commits fall into the copy.
    const fill = database.prepare("insert into settings values (?, ?)");
    database.transaction(() => {
      for (let line = 0; line < 3000; line++) fill.run(`fill-${line}`, "x".repeat(10_000));
    })();
    database.close();
    const writer = await startBusyWriter(folder);
    const file = join(dirname(folder.root), "one.tar.gz");
    await dataOf(["backup", file, "--data", folder.root]);
    expect(writer.exitCode).toBeNull();

    const restored = dataFolder(join(temporaryFolder(), "restored"));
    await prepare("restore", file, "--data", restored.root);
    const check = openReader(restored.database);
    const rows = check.prepare<[], number>("select count(*) from play_sessions").pluck().get()!;
    const counted = check.prepare<[], number>("select sum(sessions) from play_session_hours").pluck().get();
    check.close();
    expect(rows).toBeGreaterThanOrEqual(20);
    expect(counted).toBe(rows);
  });

  it("of a database whose server was killed holds what was committed", async () => {
    const folder = await playFolder();
    await stopProcess(await startBusyWriter(folder));
    const file = join(dirname(folder.root), "one.tar.gz");
    await dataOf(["backup", file, "--data", folder.root]);
    const restored = dataFolder(join(temporaryFolder(), "restored"));
    await prepare("restore", file, "--data", restored.root);
    const check = openReader(restored.database);
    expect(
      check.prepare<[], number>("select count(*) from play_sessions").pluck().get(),
    ).toBeGreaterThanOrEqual(20);
    check.close();
  });

  it("says that it does not hold a secret given by the environment", async () => {
    const folder = await playFolder();
    rmSync(folder.secret);
    const file = join(dirname(folder.root), "one.tar.gz");
    const { stdout } = await runHearth(["backup", file, "--data", folder.root], { HEARTH_SECRET: "given" });
    expect(stdout).toContain("HEARTH_SECRET is not in it");
    expect(pathsIn(file)).not.toContain("secret");
  });

  it("says where it cannot write", async () => {
    const folder = await playFolder();
    const file = join(temporaryFolder(), "nowhere", "one.tar.gz");
    const { code, stderr } = await runHearth(["backup", file, "--data", folder.root]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `hearth: ${file}.part: the path does not exist: check it for typing errors.\n`,
    });
    mkdirSync(dirname(file));
    await dataOf(["backup", file, "--data", folder.root]);
  });
});
