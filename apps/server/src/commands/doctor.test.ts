import { chmodSync, mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lockFolder } from "@hearth/store/engines/sqlite/folder-lock";
import { openWriter } from "@hearth/store/engines/sqlite/open";
import type { DataFolder } from "../data-folder.ts";
import { checkFiles } from "./doctor/check-files.ts";
import type { Finding } from "./doctor/finding.ts";
import { addSession, keyOf, playFolder } from "./fixtures/play-folder.ts";
import { runHearth } from "./fixtures/run-hearth.ts";

interface Examination {
  readonly code: number | null;
  readonly findings: readonly Finding[];
}

async function examine(folder: DataFolder, ...words: readonly string[]): Promise<Examination> {
  const { code, stdout } = await runHearth(["doctor", "--json", "--data", folder.root, ...words]);
  const { findings }: { findings: Finding[] } = JSON.parse(stdout);
  return { code, findings };
}

const wrongIn = ({ findings }: Examination): Finding[] => findings.filter(({ state }) => state === "wrong");

describe("the doctor", () => {
  it("finds nothing wrong with a sound folder, beside a running server too", async () => {
    const folder = await playFolder(2);
    addSession(folder, 1, "steam_1");
    const lock = lockFolder(folder.lock);
    const { code, stdout } = await runHearth(["doctor", "--data", folder.root]);
    lock.release();
    expect(stdout).toContain("a server is using the folder");
    expect(stdout).toContain("2 files, each where its upload says");
    expect(stdout).toContain("All is well.");
    expect(code).toBe(0);
  });

  it("finds files that are missing and files nobody names", async () => {
    const folder = await playFolder(2);
    rmSync(join(folder.files, keyOf(1)));
    writeFileSync(join(folder.files, "uploads", "stray.bin"), "x");
    const examination = await examine(folder);
    expect(examination.code).toBe(1);
    expect(wrongIn(examination)).toMatchObject([{ check: "files", places: [keyOf(1)] }]);
    expect(examination.findings.map(({ check }) => check)).not.toContain("orphans");

    const database = openWriter(folder.database);
    const hourLater = Date.now() + 3_600_000;
    expect(checkFiles(database, folder, hourLater)[1]).toMatchObject({
      check: "orphans",
      state: "note",
      places: ["uploads/stray.bin"],
    });
    database.exec("insert into file_removals values ('uploads/stray.bin', 0)");
    expect(checkFiles(database, folder, hourLater)).toHaveLength(1);
    database.close();
  });

  it("finds figures that differ from their rows, and counts them anew when told to", async () => {
    const folder = await playFolder();
    addSession(folder, 1, "steam_1");
    const database = openWriter(folder.database);
    database.exec("update play_session_hours set sessions = 7");
    database.close();
    const examination = await examine(folder);
    expect(examination.code).toBe(1);
    expect(wrongIn(examination)).toMatchObject([
      { check: "counts", mend: "count them anew from the rows: hearth doctor --mend" },
    ]);
    expect(await examine(folder, "--mend")).toMatchObject({ code: 0 });
    expect(await examine(folder)).toMatchObject({ code: 0 });
  });

  it("finds rows that point to others that are gone", async () => {
    const folder = await playFolder();
    addSession(folder, 1, "steam_1");
    const database = openWriter(folder.database);
    database.exec("delete from play_builds");
    database.close();
    expect(wrongIn(await examine(folder, "--mend"))).toMatchObject([{ check: "rows" }]);
  });

  it("finds a database that is damaged", async () => {
    const folder = await playFolder();
    addSession(folder, 1, "steam_1");
    truncateSync(folder.database, 100 * 1024);
    const cut = await examine(folder);
    expect(cut.code).toBe(1);
    expect(wrongIn(cut)[0]!.mend).toBe("restore the last backup: hearth restore FILE");
    writeFileSync(folder.database, "nothing of a database ".repeat(1000));
    const { code, stdout } = await runHearth(["doctor", "--data", folder.root]);
    expect(code).toBe(1);
    expect(stdout).toContain("the database cannot be read: file is not a database");
  });

  it("finds a folder that others can read", async () => {
    const folder = await playFolder();
    chmodSync(folder.root, 0o755);
    const examination = await examine(folder);
    expect(wrongIn(examination)).toMatchObject([{ check: "folder", mend: `chmod go= ${folder.root}` }]);
  });

  it("finds what broken-off work left, and a database of another version", async () => {
    const folder = await playFolder();
    mkdirSync(`${folder.root}.restoring-abc`);
    writeFileSync(join(folder.root, "backup-1-2.db"), "");
    const database = openWriter(folder.database);
    database.exec("insert into migrations values ('9999-later', 0)");
    database.close();
    const examination = await examine(folder);
    expect(wrongIn(examination)).toMatchObject([{ check: "versions", places: ["9999-later"] }]);
    const leftovers = examination.findings.find(({ check }) => check === "leftovers");
    expect(leftovers?.places).toEqual([join(folder.root, "backup-1-2.db"), `${folder.root}.restoring-abc`]);
  });
});
