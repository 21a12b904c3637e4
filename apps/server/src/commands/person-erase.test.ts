import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openReader, openWriter } from "@hearth/store/engines/sqlite/open";
import { addSession, keyOf, playFolder } from "./fixtures/play-folder.ts";
import { dataOf, runHearth } from "./fixtures/run-hearth.ts";

it("erases a player's sessions and files, leaves the others', and notes it in the ledger", async () => {
  const folder = await playFolder(2);
  addSession(folder, 1, "steam_1");
  addSession(folder, 2, "steam_2");
  const database = openWriter(folder.database);
  database.exec("update play_uploads set session_id = id");
  database.exec("update play_sessions set upload_count = 1");
  database.close();

  const person = ["--project", "default", "--external-id", "steam_1", "--data", folder.root];
  expect(await dataOf(["person", "erase", ...person])).toEqual({
    erased: { sessions: 1, events: 0, uploads: 1, reports: 0, rejections: 0 },
  });
  expect([1, 2].map((id) => existsSync(join(folder.files, keyOf(id))))).toEqual([false, true]);
  const check = openReader(folder.database);
  expect(check.prepare("select id from play_sessions").pluck().all()).toEqual([2]);
  expect(check.prepare("select count(*) from file_removals").pluck().get()).toBe(0);
  check.close();
  expect(readFileSync(folder.erasures, "utf8")).toMatch(/^\{"subject":"[0-9a-f]{64}","at":\d+\}\n$/);
  expect(await dataOf(["doctor", "--data", folder.root])).toMatchObject({ isSound: true });

  const again = await runHearth(["person", "erase", ...person]);
  expect(again.stdout).toContain("Erased: 0 sessions");
});
