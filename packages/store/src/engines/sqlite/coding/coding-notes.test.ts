import { afterEach, expect, test } from "vitest";
import { sentCall } from "../../../coding/reading/fixtures/sent-signal.ts";
import type { TenantNews } from "../../../coding/news/coding-news.ts";
import { CodingNotes } from "./coding-notes.ts";
import { CodingWorld } from "./fixtures/coding-world.ts";
import { StoredCoding } from "./stored-coding.ts";

const world = new CodingWorld();
const live = world.organization("org_one");
const test1 = { ...live, test: 1 } as const;
const stranger = world.organization("org_two");
const heard: TenantNews[] = [];
const notes = new CodingNotes((news) => heard.push(...news));
const coding = new StoredCoding(world.database, { version: "", find: () => undefined }, notes);
const take = (scope: typeof live | typeof test1, count: number): void => {
  coding.take(
    scope,
    Array.from({ length: count }, () => sentCall()),
    0,
  );
};
afterEach(() => void heard.splice(0));

test("nothing is noted while nobody listens", () => {
  take(live, 2);
  notes.listen([{ organizationId: live.organizationId, mode: "live" }]);
  notes.tellAll();
  expect(heard).toEqual([]);
});

test("what concerns those who are listened to is told once it is durable, and nothing else", () => {
  take(live, 2);
  take(test1, 1);
  take(stranger, 1);
  expect(heard).toEqual([]);
  notes.tellAll();
  expect(heard).toMatchObject([
    { organizationId: live.organizationId, mode: "live", calls: [{ replaces: [] }, { replaces: [] }] },
  ]);
  expect(heard[0]!.sessions.map(({ kind }) => kind)).toEqual(["updated"]);
  notes.tellAll();
  expect(heard).toHaveLength(1);
});

test("what was rolled back is never told", () => {
  expect(() =>
    world.database.transaction(() => {
      take(live, 1);
      throw new Error("The disk is full.");
    })(),
  ).toThrow();
  coding.forget();
  notes.drop();
  notes.tellAll();
  expect(heard).toEqual([]);
  notes.listen([]);
  take(live, 1);
  notes.tellAll();
  expect(heard).toEqual([]);
  world.close();
});
