import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorld, type PlayWorld, today } from "../erasure/fixture/play-world.ts";
import { pruneRejections } from "./prune-rejections.ts";
import { recordRejection, type Rejection } from "./record-rejection.ts";

const day = 86_400_000;
let world: PlayWorld;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.close());

const refused = (over: Partial<Rejection> = {}): Rejection => ({
  projectId: 1,
  environmentId: 1,
  tokenId: 1,
  buildId: null,
  door: "events",
  subject: null,
  status: 400,
  message: "[0].eventType is missing: name the event.",
  details: [{ path: "[0].eventType", message: "is missing" }],
  body: Buffer.from("[{}]"),
  receivedAt: today,
  ...over,
});

const rows = () =>
  world.database
    .prepare<[], { body: Buffer; seen: number; received_at: number; details: string }>(
      "select * from rejections order by id",
    )
    .all();

test("the same request refused again is counted, at the time of the last refusal", () => {
  recordRejection(world.database, refused({ receivedAt: today - 5 * day }));
  recordRejection(world.database, refused());
  recordRejection(world.database, refused({ tokenId: 2 }));
  recordRejection(world.database, refused({ door: "reports" }));
  recordRejection(world.database, refused({ door: "session-end", subject: "a", body: Buffer.from("{}") }));
  recordRejection(world.database, refused({ door: "session-end", subject: "b", body: Buffer.from("{}") }));
  expect(rows().map(({ seen }) => seen)).toEqual([2, 1, 1, 1, 1]);
  expect(rows()[0]).toMatchObject({ received_at: today, body: Buffer.from("[{}]") });
  expect(JSON.parse(rows()[0]!.details)).toEqual([{ path: "[0].eventType", message: "is missing" }]);
});

test("octets that are no text are kept as they came", () => {
  const body = Buffer.from([0, 255, 31, 139, 8]);
  recordRejection(world.database, refused({ body }));
  expect(rows()[0]!.body).toEqual(body);
});

test("what is older than seven days goes, in steps", async () => {
  for (const age of [1, 8, 3, 9, 20]) {
    recordRejection(world.database, refused({ body: Buffer.from(`${age}`), receivedAt: today - age * day }));
  }
  const limits = { maxBytes: 1000, rows: 2 };
  expect(await pruneRejections(world.context(), limits)).toEqual({ removed: 2, more: true });
  expect(await pruneRejections(world.context(), limits)).toEqual({ removed: 1, more: false });
  expect(rows().map(({ body }) => body.toString())).toEqual(["1", "3"]);
});

test("beyond the budget the oldest go first, and no more than needed", async () => {
  for (const age of [1, 5, 2, 4, 3]) {
    recordRejection(world.database, refused({ body: Buffer.alloc(100, age), receivedAt: today - age * day }));
  }
  expect(await pruneRejections(world.context(), { maxBytes: 250, rows: 50 })).toEqual({
    removed: 3,
    more: false,
  });
  expect(rows().map(({ body }) => body[0])).toEqual([1, 2]);
  expect(await pruneRejections(world.context(), { maxBytes: 250, rows: 50 })).toEqual({
    removed: 0,
    more: false,
  });
});
