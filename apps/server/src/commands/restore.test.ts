import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { create, extract } from "tar";
import { describe, expect, it } from "vitest";
import { lockFolder } from "@hearth/store/engines/sqlite/folder-lock";
import { openReader, openWriter } from "@hearth/store/engines/sqlite/open";
import { dataFolder, type DataFolder } from "../data-folder.ts";
import { isArchivePath } from "./archive/read-archive.ts";
import { addSession, keyOf, playFolder } from "./fixtures/play-folder.ts";
import { prepare } from "./fixtures/prepare.ts";
import { dataOf, runHearth } from "./fixtures/run-hearth.ts";

interface Restored {
  readonly previous: string | null;
  readonly files: number;
  readonly erasedAgain: Readonly<Record<string, number>>;
}

async function backupOf(folder: DataFolder): Promise<string> {
  const file = join(dirname(folder.root), "backup.tar.gz");
  await prepare("backup", file, "--force", "--data", folder.root);
  return file;
}

function projectsIn(folder: DataFolder): string[] {
  const database = openReader(folder.database);
  const names = database.prepare<[], string>("select name from projects order by name").pluck().all();
  database.close();
  return names;
}

async function expectRefused(folder: DataFolder, file: string, message: string): Promise<void> {
  const before = readdirSync(dirname(folder.root)).toSorted();
  const { code, stdout, stderr } = await runHearth(["restore", file, "--data", folder.root]);
  expect(stderr).toContain(message);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(readdirSync(dirname(folder.root)).toSorted()).toEqual(before);
  expect(projectsIn(folder)).toEqual(["Tower", "default"]);
}

/** The backup with something about its content changed. */
async function altered(folder: DataFolder, change: (content: string) => readonly string[]): Promise<string> {
  const file = await backupOf(folder);
  const content = join(dirname(folder.root), "content");
  mkdirSync(content);
  await extract({ file, cwd: content });
  const others = change(content);
  const paths = ["manifest.json", "secret", "hearth.db", ...others];
  await create({ file, cwd: content, gzip: true, preservePaths: true }, paths);
  return file;
}

function changeManifest(content: string, change: object): void {
  const path = join(content, "manifest.json");
  const manifest: object = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify({ ...manifest, ...change }));
}

describe("a restore", () => {
  it("brings back what was backed up and keeps what was there", async () => {
    const folder = await playFolder(2);
    const secret = readFileSync(folder.secret, "utf8");
    const file = await backupOf(folder);
    await prepare("project", "create", "Later", "--data", folder.root);
    rmSync(join(folder.files, keyOf(1)));

    const { previous, files } = await dataOf<Restored>(["restore", file, "--data", folder.root]);
    expect(files).toBe(2);
    expect(projectsIn(folder)).toEqual(["Tower", "default"]);
    expect(readFileSync(join(folder.files, keyOf(1)), "utf8")).toBe("content of 1");
    expect(readFileSync(folder.secret, "utf8")).toBe(secret);
    expect(readdirSync(folder.root)).not.toContain("manifest.json");
    expect(previous).toMatch(/data\.before-restore-\d{8}T\d{6}Z$/);
    expect(projectsIn(dataFolder(previous!))).toEqual(["Later", "Tower", "default"]);
    expect(await dataOf(["doctor", "--data", folder.root])).toMatchObject({ isSound: true });
  });

  it("makes a folder that was not there", async () => {
    const folder = await playFolder(1);
    const file = await backupOf(folder);
    const other = dataFolder(join(dirname(folder.root), "deep", "other"));
    expect(await dataOf(["restore", file, "--data", other.root])).toMatchObject({ previous: null, files: 1 });
    expect(projectsIn(other)).toEqual(["Tower", "default"]);
  });

  it("erases again who was erased since", async () => {
    const folder = await playFolder();
    addSession(folder, 1, "steam_1");
    addSession(folder, 2, "steam_2");
    const file = await backupOf(folder);
    const person = ["--project", "default", "--external-id", "steam_1"];
    expect(await dataOf(["person", "erase", ...person, "--data", folder.root])).toMatchObject({
      erased: { sessions: 1 },
    });
    for (const time of ["first", "second"]) {
      const { erasedAgain } = await dataOf<Restored>(["restore", file, "--data", folder.root]);
      expect([time, erasedAgain["sessions"]]).toEqual([time, 1]);
      const database = openReader(folder.database);
      expect(database.prepare("select player_external_id from play_sessions").pluck().all()).toEqual([
        "steam_2",
      ]);
      database.close();
      // The folder gets its name from the second it was made in.
      for (const name of readdirSync(dirname(folder.root))) {
        if (name.includes(".before-restore-")) rmSync(join(dirname(folder.root), name), { recursive: true });
      }
    }
  });
});

describe("a restore that is refused touches nothing", () => {
  it("while a server uses the folder", async () => {
    const folder = await playFolder();
    const file = await backupOf(folder);
    const lock = lockFolder(folder.lock);
    await expectRefused(folder, file, "Another Hearth is using this data folder: stop it first");
    lock.release();
    await dataOf(["restore", file, "--data", folder.root]);
  });

  it("where the file is none, or none of ours", async () => {
    const folder = await playFolder();
    const file = join(dirname(folder.root), "other");
    await expectRefused(folder, file, "the path does not exist");
    writeFileSync(file, "no archive at all");
    await expectRefused(folder, file, "This is no backup of Hearth");
    await create({ file, cwd: dirname(folder.root), gzip: true }, ["data/secret"]);
    await expectRefused(folder, file, "This is no backup of Hearth");
  });

  it("where the archive was cut short", async () => {
    const folder = await playFolder(1);
    const file = await backupOf(folder);
    truncateSync(file, readFileSync(file).length - 400);
    await expectRefused(folder, file, "The backup is damaged");
  });

  it("where bytes of the archive changed", async () => {
    const folder = await playFolder(1);
    const file = await backupOf(folder);
    const bytes = readFileSync(file);
    const middle = Math.floor(bytes.length / 2);
    bytes.fill(0x55, middle, middle + 64);
    writeFileSync(file, bytes);
    await expectRefused(folder, file, "The backup is damaged");
  });

  it("where the database is not the one of the manifest", async () => {
    const folder = await playFolder();
    const file = await altered(folder, (content) => {
      const database = openWriter(join(content, "hearth.db"));
      database.exec("delete from projects where name = 'nobody'; insert into settings values ('a', 'b')");
      database.close();
      return [];
    });
    await expectRefused(folder, file, "The backup is damaged");
  });

  it("where a newer program made it", async () => {
    const folder = await playFolder();
    const file = await altered(folder, (content) => {
      changeManifest(content, { migrations: ["0001-foundation", "9999-later"] });
      return [];
    });
    await expectRefused(folder, file, "made by a newer Hearth (it knows 9999-later)");
    const later = await altered(await playFolder(), (content) => {
      changeManifest(content, { format: 2 });
      return [];
    });
    await expectRefused(folder, later, "made by a newer Hearth (it knows format 2)");
  });

  it("where a path leads out of the folder", async () => {
    const folder = await playFolder();
    const outside = join(dirname(folder.root), "outside");
    writeFileSync(outside, "as it was");
    const file = await altered(folder, () => ["../outside"]);
    writeFileSync(outside, "as it is");
    await expectRefused(folder, file, 'The archive holds "../outside"');
    expect(readFileSync(outside, "utf8")).toBe("as it is");
  });

  it("where an entry is a link", async () => {
    const folder = await playFolder();
    const file = await altered(folder, (content) => {
      mkdirSync(join(content, "files"), { recursive: true });
      symlinkSync("/etc", join(content, "files", "link"));
      return ["files/link"];
    });
    await expectRefused(folder, file, 'The archive holds "files/link"');
    expect(existsSync(join(folder.files, "link"))).toBe(false);
  });
});

describe("the path of an entry", () => {
  it.each(["manifest.json", "hearth.db", "secret", "files/uploads/2026/03/a-b_c.D.png"])(
    "%s is one",
    (path) => {
      expect(isArchivePath(path)).toBe(true);
    },
  );

  it.each([
    "",
    "files",
    "files/",
    "files//a",
    "/files/a",
    "./files/a",
    "files/../a",
    "files/./a",
    "files/.hidden",
    "files/a\\..\\b",
    "files/a b",
    "erasures.jsonl",
    "hearth.db/a",
    "C:/files/a",
    "files/a\u0000",
  ])("%j is none", (path) => {
    expect(isArchivePath(path)).toBe(false);
  });
});
