import { mendCoding } from "@hearth/store/engines/sqlite/coding/mend-coding";
import { type Connection, openReader } from "@hearth/store/engines/sqlite/open";
import { repairRollups } from "@hearth/store/games/recount";
import type { DataFolder } from "../data-folder.ts";
import { command } from "./command.ts";
import { checkCounts } from "./doctor/check-counts.ts";
import { checkDatabase } from "./doctor/check-database.ts";
import { checkFiles } from "./doctor/check-files.ts";
import { checkFolder } from "./doctor/check-folder.ts";
import { checkSpace } from "./doctor/check-space.ts";
import { checkVersions } from "./doctor/check-versions.ts";
import { findingsText, wrong, type Finding } from "./doctor/finding.ts";
import { expectDatabase, withStore } from "./store.ts";
import { transaction } from "./transaction.ts";

export const doctor = command({
  name: "doctor",
  summary: "Check the data folder and say how to mend what is wrong",
  options: {
    mend: { type: "boolean", about: "first count the figures anew from their rows" },
  },
  async run({ folder, options, now }) {
    expectDatabase(folder);
    if (options.mend) await withStore(folder, mendCounts);
    const findings = [...checkFolder(folder), ...checkSpace(folder), ...databaseFindings(folder, now)];
    const count = findings.filter(({ state }) => state === "wrong").length;
    return {
      data: { isSound: count === 0, findings },
      text: `${findingsText(findings)}\n\n${count === 0 ? "All is well." : `${count} of ${findings.length} checks found something wrong.`}`,
      isWrong: count > 0,
    };
  },
});

async function mendCounts(connection: Connection): Promise<void> {
  repairRollups(connection);
  await transaction(connection, "write", async () => {
    mendCoding(connection);
    await Promise.resolve();
  });
}

function databaseFindings(folder: DataFolder, now: number): Finding[] {
  try {
    const connection = openReader(folder.database);
    try {
      const database = checkDatabase(connection);
      if (database.some(({ state }) => state === "wrong")) return database;
      const versions = checkVersions(connection);
      if (versions.state !== "ok") return [...database, versions];
      return [...database, versions, ...checkFiles(connection, folder, now), ...checkCounts(connection)];
    } finally {
      connection.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [
      wrong(
        "integrity",
        `the database cannot be read: ${reason}`,
        "restore the last backup: hearth restore FILE",
      ),
    ];
  }
}
