import { afterEach, beforeEach, expect, test } from "vitest";
import { recordRejection } from "../rejections/record-rejection.ts";
import { recountPlay } from "../recount.ts";
import { erasePerson } from "./erase-person.ts";
import { generatePlay } from "./fixture/generate-play.ts";
import { createWorld, ledgerSecret, type PlayWorld, publicIdOf, today } from "./fixture/play-world.ts";
import { replayErasures } from "./replay-erasures.ts";

let world: PlayWorld;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.close());

const day = 86_400_000;
const replay = (secret = ledgerSecret) => replayErasures(world.database, world.ledgerFile, secret, today);

/** Erases before anything is there, as a restore finds it: the ledger knows more than the database. */
const erasedBefore = async (project: string, externalId: string, now: number): Promise<void> => {
  await world.order(erasePerson, { project, externalId }, { now });
};

test("a player's sessions go up to the time of his erasure; what he played since stays", async () => {
  const asked = today - 30 * day;
  await erasedBefore(publicIdOf("proj", 1), "steam_cyzz", asked);
  generatePlay(world, 21, 120);
  const sessions = (when: string) =>
    world.database
      .prepare<[], number>(
        `select id from play_sessions where project_id = 1 and player_external_id = 'steam_cyzz' and ${when}`,
      )
      .pluck()
      .all();
  const since = sessions(`started_at > ${asked}`);
  const before = sessions(`started_at <= ${asked}`);
  expect(before.length * since.length).toBeGreaterThan(0);
  expect(await replay("another secret")).toMatchObject({ sessions: 0 });
  expect(await replay()).toMatchObject({ sessions: before.length });
  expect(sessions("true")).toEqual(since);
  expect(recountPlay(world.database)).toEqual([]);
});

test("the same identifier in another project, or as the other kind of identifier, is somebody else", async () => {
  await erasedBefore(publicIdOf("proj", 1), "device-bozz", today);
  await erasedBefore(publicIdOf("proj", 2), "steam_bozz", today);
  generatePlay(world, 22, 80);
  const count = (project: number): unknown =>
    world.database
      .prepare(
        "select count(*) from play_sessions where project_id = ? and player_external_id = 'steam_bozz'",
      )
      .pluck()
      .get(project);
  const untouched = [count(1), count(3)];
  await replay();
  expect([count(1), count(3)]).toEqual(untouched);
  expect(count(2)).toBe(0);
});

test("a refused session start of an erased player goes even where no session of his is left", async () => {
  await erasedBefore(publicIdOf("proj", 1), 'quo"ted', today - day);
  const refused = (body: string, receivedAt: number): void =>
    recordRejection(world.database, {
      projectId: 1,
      environmentId: 1,
      tokenId: 1,
      buildId: null,
      door: "sessions",
      subject: null,
      status: 400,
      message: "",
      details: [],
      body: Buffer.from(body),
      receivedAt,
    });
  refused(String.raw`{"player":{"externalId" : "quo\"ted"}}`, today - 2 * day);
  refused(String.raw`{"player":{"externalId":"quo\"ted"}, "later": true}`, today);
  refused(String.raw`{"player":{"externalId":"quo"}}`, today - 2 * day);
  expect(await replay()).toMatchObject({ rejections: 1 });
  expect(world.database.prepare("select count(*) from rejections").pluck().get()).toBe(2);
});
