import { afterAll, beforeAll, expect, test } from "vitest";
import { dayOf } from "@hearth/core/identity/public-id";
import { stringify } from "../../json-text.ts";
import { rejectionRow } from "./cards/rejection-ids.ts";
import { PlayWorld } from "./fixtures/play-world.ts";
import { walk } from "./fixtures/walk.ts";
import { getRejection } from "./get-rejection.ts";
import { listRejections } from "./list-rejections.ts";

const now = Date.UTC(2026, 10, 22, 12, 34, 56);
const details = '[{"path":"[3].eventType", "message":"is required"}]';
const body = '[{"eventType": 1.0}]';
let world: PlayWorld;
let buildId: string;

beforeAll(() => {
  world = new PlayWorld(now);
  const { builds } = world.settle({ sessions: 1 });
  buildId = world.context.ids.encode("build", dayOf(builds[0]!.created_at), builds[0]!.id);
  world.insert(
    "rejections",
    Array.from({ length: 40 }, (_, at) => ({
      project_id: at < 30 ? 1 : 2,
      environment_id: at < 30 ? 10 + (at % 2) : 20,
      token_id: 1,
      build_id: at % 3 === 0 ? builds[0]!.id : null,
      door: at % 5 === 0 ? "reports" : "events",
      subject: null,
      status: 400,
      message: `Fault ${at}.`,
      details,
      body: Buffer.from(body),
      body_hash: Buffer.from(`hash ${at}`),
      seen: 1 + at,
      received_at: now - at,
      replayed_at: null,
      replay_status: null,
    })),
  );
});
afterAll(() => world.close());

const numbers = (to: number) => Array.from({ length: to }, (_, at) => at);

test.each([
  { name: "all", input: () => ({}), keeps: () => true },
  { name: "from the oldest", input: () => ({ order: "asc" as const }), keeps: () => true },
  { name: "build", input: () => ({ build: buildId }), keeps: (at: number) => at % 3 === 0 },
  { name: "environment", input: () => ({ environment: "Development" }), keeps: (at: number) => at % 2 === 1 },
  { name: "door", input: () => ({ door: "reports" }), keeps: (at: number) => at % 5 === 0 },
])("$name: each once, counted", async ({ input, keeps }) => {
  const { items, totals } = await walk(listRejections, world.context, {
    project: "game",
    ...input(),
    limit: 7,
  });
  const expected = numbers(30)
    .filter(keeps)
    .map((at) => `Fault ${at}.`);
  expect(items.map((item) => item.message)).toEqual("order" in input() ? expected : expected.toReversed());
  expect(totals).toEqual([expected.length]);
});

test("a rejection shows what it brought", async () => {
  const { items } = await listRejections(world.context, { project: "game", limit: 1, order: "asc" });
  const shown = await getRejection(world.context, { rejection: items[0]!.id });
  expect(shown).toMatchObject({
    body,
    bodyBytes: body.length,
    seen: 1,
    door: "reports",
    project: { name: "game" },
  });
  expect(shown.build?.id).toBe(buildId);
  expect(stringify(shown)).toContain(`"details":${details}`);
});

test("a rejection of another organization is not found, and its id opens nothing else", async () => {
  const { items } = await listRejections(world.context, { project: "game", limit: 1 });
  const { id } = items[0]!;
  await expect(getRejection(world.stranger, { rejection: id })).rejects.toMatchObject({ code: "not_found" });
  await expect(getRejection(world.context, { rejection: buildId })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(world.context.ids.decode(id)?.kind).toBe("rejection");
  expect(rejectionRow(world.context, id)).toBe(30);
});
