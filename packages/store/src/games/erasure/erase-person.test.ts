import type { KyselyPlugin } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dayOf } from "@hearth/core/identity/public-id";
import { keyHash, suppliedIdHash } from "../key-hash.ts";
import { recordRejection } from "../rejections/record-rejection.ts";
import { recountPlay, repairRollups } from "../recount.ts";
import { deleteSession } from "./delete-session.ts";
import { erasePerson } from "./erase-person.ts";
import { generatePlay } from "./fixture/generate-play.ts";
import { createWorld, findText, type PlayWorld, publicIdOf, today } from "./fixture/play-world.ts";

let world: PlayWorld;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.close());

const numbers = (sql: string): number[] => world.database.prepare<[], number>(sql).pluck().all();

const refuse = (body: string, over: { projectId?: number; message?: string } = {}): void =>
  recordRejection(world.database, {
    projectId: 1,
    environmentId: 1,
    tokenId: over.projectId ?? 1,
    buildId: null,
    door: "sessions",
    subject: null,
    status: 400,
    message: "build.version is missing.",
    details: [],
    body: Buffer.from(body),
    receivedAt: today,
    ...over,
  });

const refusedBodies = (): string[] =>
  world.database.prepare<[], Buffer>("select body from rejections order by id").pluck().all().map(String);

test("only this player of this project goes", async () => {
  generatePlay(world, 5, 80);
  const others =
    "select id from play_sessions where not (project_id = 1 and player_external_id is 'steam_bozz') order by id";
  const before = numbers(others);
  const sessions = numbers("select count(*) from play_sessions")[0]! - before.length;
  const removed = await world.order(erasePerson, { project: "project 1", externalId: "steam_bozz" });
  expect(removed).toMatchObject({ sessions });
  expect(sessions).toBeGreaterThan(2);
  expect(numbers("select id from play_sessions order by id")).toEqual(before);
  expect(findText(world.database, "bozz1mark")).toEqual([]);
  expect(findText(world.database, "bozz2mark")).not.toEqual([]);
});

test("every file of an erased session is ordered gone, and its keys answer for it ever after", async () => {
  generatePlay(world, 16, 80);
  const own = "(select id from play_sessions where project_id = 1 and player_device_id = 'device-dizz')";
  const files = world.database
    .prepare<[], string>(`select storage_key from play_uploads where session_id in ${own} order by 1`)
    .pluck()
    .all();
  const supplied = world.database
    .prepare<[], Buffer>(
      `select supplied_id from play_events where supplied_id is not null and session_id in ${own}`,
    )
    .pluck()
    .all();
  const sessions = world.database
    .prepare<[], { id: number; started_at: number }>(
      `select id, started_at from play_sessions where id in ${own}`,
    )
    .all();
  await world.order(erasePerson, { project: publicIdOf("proj", 1), deviceId: "device-dizz" });

  const ordered = world.database.prepare<[], string>("select storage_key from file_removals").pluck().all();
  expect(files.length).toBeGreaterThan(0);
  expect(ordered).toEqual(expect.arrayContaining(files));
  const key = world.database.prepare(
    "select kind, row_id, deleted from play_keys where project_id = 1 and hash = ?",
  );
  expect(supplied.length).toBeGreaterThan(0);
  for (const id of supplied) expect(key.get(suppliedIdHash(id))).toMatchObject({ kind: "event", deleted: 1 });
  for (const { id, started_at } of sessions) {
    const publicId = world.ids.encode("session", dayOf(started_at), id);
    const tombstone = key.get(keyHash("session-id", publicId.toUpperCase()));
    expect(tombstone).toEqual({ kind: "session-id", row_id: id, deleted: 1 });
  }
});

test("refused requests go where they name him as a word, however it is escaped", async () => {
  refuse('{"player":{"externalId":"steam_7"}}');
  refuse(String.raw`{"player":{"externalId":"steam\u005f7"}}`);
  refuse(String.raw`{"note":"broken near \nsteam_7"`);
  refuse("{}", { message: "player steam_7 is unknown." });
  refuse('{"player":{"externalId":"steam_77"}}');
  refuse('{"player":{"externalId":"my-steam_7"}}');
  refuse('{"player":{"externalId":"steam_7"},"project":2}', { projectId: 2 });
  const removed = await world.order(erasePerson, { project: publicIdOf("proj", 1), externalId: "steam_7" });
  expect(removed).toEqual({ sessions: 0, events: 0, uploads: 0, reports: 0, rejections: 4 });
  expect(refusedBodies()).toHaveLength(3);
});

test("refused requests that name an erased session go with it", async () => {
  const { sessions } = generatePlay(world, 8, 10);
  world.database.exec("delete from rejections");
  const session = sessions.at(-1)!;
  const projectId = numbers("select project_id from play_sessions order by id desc limit 1")[0]!;
  refuse(`[{"sessionId":"${session.toUpperCase()}"}]`, { projectId });
  refuse(`[{"sessionId":"${sessions[0]}"}]`, { projectId });
  const over = { organizationId: projectId === 3 ? 2 : 1 };
  expect(await world.order(deleteSession, { session }, over)).toMatchObject({ rejections: 1 });
  expect(refusedBodies()).toEqual([`[{"sessionId":"${sessions[0]}"}]`]);
});

test("nobody named, or a project of another organization, is refused by name", async () => {
  const nobody = world.order(erasePerson, { project: publicIdOf("proj", 1), externalId: "" });
  await expect(nobody).rejects.toMatchObject({ code: "invalid_request" });
  const elsewhere = world.order(erasePerson, { project: publicIdOf("proj", 3), externalId: "x" });
  await expect(elsewhere).rejects.toMatchObject({ code: "not_found" });
});

test("a session of any length is deleted with a bounded number of rows in hand", async () => {
  world.database.exec(`
    insert into play_builds values (1, 1, '1', 'linux', 'Linux', '', null, 0, 0);
    insert into play_sessions values (1, 1, 1, 1, null, 'long', null, null, ${today}, null, 0, null, null, ${today}, 0, 0, 0);
    insert into play_events
      with recursive n (id) as (select 1 union all select id + 1 from n where id < 20000)
      select id, 1, 1, 1, 1, 'tick', ${today}, null, ${today}, '{}', null from n`);
  repairRollups(world.database);
  let most = 0;
  const watch: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      most = Math.max(most, result.rows.length);
      return result;
    },
  };
  const watched = world.db.withPlugin(watch);
  const removed = await watched
    .transaction()
    .execute(
      async (db) =>
        await erasePerson(world.context({ db }), { project: publicIdOf("proj", 1), externalId: "long" }),
    );
  expect(removed).toMatchObject({ sessions: 1, events: 20_000 });
  expect(most).toBe(500);
  expect(recountPlay(world.database)).toEqual([]);
  expect(numbers("select count(*) from play_event_hours")).toEqual([0]);
});
