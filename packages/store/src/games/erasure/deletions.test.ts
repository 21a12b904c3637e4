import { copyFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Arbitrary,
  array,
  assert,
  asyncProperty,
  constant,
  constantFrom,
  nat,
  oneof,
  record,
} from "fast-check";
import { afterEach, expect, test } from "vitest";
import { recountPlay } from "../recount.ts";
import { deleteReport } from "./delete-report.ts";
import { deleteSession } from "./delete-session.ts";
import { erasePerson } from "./erase-person.ts";
import type { Generated } from "./fixture/draft.ts";
import { generatePlay } from "./fixture/generate-play.ts";
import {
  contentOf,
  createWorld,
  findText,
  ledgerSecret,
  openCopy,
  publicIdOf,
  type PlayWorld,
  today,
} from "./fixture/play-world.ts";
import { replayErasures } from "./replay-erasures.ts";
import { type ExpiryCursor, type ExpiryOrder, expireStep } from "../retention/expire-step.ts";

const worlds: PlayWorld[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

function newWorld(seed: number, sessions?: number): { world: PlayWorld; generated: Generated } {
  const world = createWorld();
  worlds.push(world);
  return { world, generated: generatePlay(world, seed, sessions) };
}

const deletion = record({
  kind: constantFrom("report", "session", "person"),
  pick: nat(10_000),
  organizationId: constantFrom(1, 1, 2),
});
type Deletion = typeof deletion extends Arbitrary<infer Value> ? Value : never;

/** Orders one deletion; what belongs to another organization is not there. */
async function run(world: PlayWorld, generated: Generated, { kind, pick, organizationId }: Deletion) {
  const { sessions, reports, players } = generated;
  const over = { organizationId };
  if (kind === "report") {
    return await world
      .order(deleteReport, { report: reports[pick % reports.length]! }, over)
      .catch(unlessNotFound);
  }
  if (kind === "session") {
    const session = sessions[pick % sessions.length]!;
    return await world.order(deleteSession, { session }, over).catch(unlessNotFound);
  }
  const player = players[pick % players.length]!;
  const person = {
    project: publicIdOf("proj", player.projectId),
    ...(player.externalId === null ? {} : { externalId: player.externalId }),
    ...(player.deviceId === null ? {} : { deviceId: player.deviceId }),
  };
  const isOwn = (player.projectId === 3) === (organizationId === 2);
  const erasure = world.order(erasePerson, person, over);
  const removed = isOwn ? await erasure : await erasure.catch(unlessNotFound);
  if (isOwn) expect(findText(world.database, player.mark)).toEqual([]);
  return removed;
}

function unlessNotFound(error: unknown): undefined {
  expect(error).toMatchObject({ code: "not_found" });
}

test("the generator and the recount agree before anything is deleted", () => {
  for (const seed of [1, 2, 3]) {
    const { world } = newWorld(seed, 60);
    expect(recountPlay(world.database)).toEqual([]);
  }
});

test("whatever is deleted in whatever order, every count equals its rows and a restored copy ends the same", async () => {
  await assert(
    asyncProperty(nat(), array(deletion, { maxLength: 12 }), async (seed, deletions) => {
      const { world, generated } = newWorld(seed);
      world.database.pragma("wal_checkpoint(truncate)");
      const backup = join(world.folder, "backup.db");
      copyFileSync(world.file, backup);
      for (const wanted of deletions) {
        await run(world, generated, wanted);
        expect(recountPlay(world.database)).toEqual([]);
      }
      const restored = openCopy(world, backup);
      try {
        await replayErasures(restored.database, world.ledgerFile, ledgerSecret, today);
        expect(recountPlay(restored.database)).toEqual([]);
        expect(contentOf(restored.database)).toEqual(contentOf(world.database));
        const again = await replayErasures(restored.database, world.ledgerFile, ledgerSecret, today);
        expect(Object.values(again)).toEqual([0, 0, 0, 0, 0]);
      } finally {
        restored.database.close();
        world.close();
        worlds.pop();
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

test("deletions between steps of retention leave every count equal to its rows", async () => {
  const step = constant("expire" as const);
  await assert(
    asyncProperty(nat(), array(oneof(deletion, step), { maxLength: 15 }), async (seed, steps) => {
      const { world, generated } = newWorld(seed);
      world.database.exec("insert into retention values (1, '*', 20), (2, 'prod', 3), (3, '*', 1)");
      let cursor: ExpiryCursor | null = null;
      for (const wanted of steps) {
        if (wanted === "expire") {
          const order: ExpiryOrder = { cursor, rows: 40, rejectionBytes: 1e9 };
          ({ cursor } = await world.order(expireStep, order));
        } else {
          await run(world, generated, wanted);
        }
        expect(recountPlay(world.database)).toEqual([]);
      }
      world.close();
      worlds.pop();
    }),
    { numRuns: 25 },
  );
}, 120_000);
