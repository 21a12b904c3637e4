import { sample } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runHearth } from "../../../apps/server/src/commands/fixtures/run-hearth.ts";
import { anyHistory } from "../../coding/any-history.ts";
import { historyUsers, Rounds } from "../../coding/coding-round.ts";
import { deliver } from "../../coding/delivery.ts";
import { expectFiguresAddUp } from "../../coding/expect-figures.ts";
import { expectSameText } from "../../coding/expect-same-text.ts";
import { foretell, toldBy } from "../../coding/oracle/foretold-sessions.ts";
import { documented, type Listed, listAll } from "../../coding/server-answers.ts";
import { startCodingServer } from "../../coding/server-pair.ts";
import type { SentItem } from "../../coding/signal-item.ts";
import { announcedRandom, type SeededRandom } from "../../seeded-random.ts";

let running: Awaited<ReturnType<typeof startCodingServer>>;
let random: SeededRandom;
const sent: SentItem[] = [];
/** Over the nights in which the clocks of New York went forward and back. */
const rounds = [Date.UTC(2015, 2, 7, 20), Date.UTC(2015, 9, 31, 20)].map((start) => new Rounds(start));

beforeAll(async () => {
  random = announcedRandom("settings");
  running = await startCodingServer(historyUsers);
});
afterAll(async () => await running?.remove());

async function sendSome(place: Rounds): Promise<void> {
  const sketches = sample(anyHistory, { seed: random.whole(0, 2 ** 31 - 1), numRuns: 25 });
  const { items } = place.next(sketches);
  sent.push(...items);
  await deliver(running.coding, items, random);
}

async function set(...words: string[]): Promise<void> {
  const { code, stdout, stderr } = await runHearth([
    "organization",
    "set",
    ...words,
    "--data",
    running.coding.server.folder,
  ]);
  expect(code, stdout + stderr).toBe(0);
}

/** @param minutes the session timeout */
async function expectCut(minutes: number): Promise<Listed> {
  const listed = await listAll(running.coding.admin, {});
  expect(documented(listed)).toEqual(foretell(running.tenant, toldBy(sent), minutes * 60_000).answers);
  return listed;
}

test("another timeout cuts every session anew, and the old one brings the old sessions back", async () => {
  await sendSome(rounds[0]!);
  const before = await expectCut(30);
  await set("--session-timeout", "900");
  const cut = await expectCut(15);
  expect(cut.sessions.length).toBeGreaterThan(before.sessions.length);
  await expectFiguresAddUp(running.coding, cut);
  await set("--session-timeout", "1800");
  expectSameText((await expectCut(30)).text, before.text);
  await set("--session-timeout", "3601");
  await sendSome(rounds[1]!);
  await expectFiguresAddUp(running.coding, await expectCut(3_601 / 60));
});

test.each(["America/New_York", "Asia/Kathmandu"])("in %s the days are the local ones", async (zone) => {
  await set("--time-zone", zone);
  const listed = await listAll(running.coding.admin, {});
  await expectFiguresAddUp(running.coding, listed, zone);
  await sendSome(rounds[0]!);
  const more = await listAll(running.coding.admin, {});
  expect(more.events.length).toBeGreaterThan(listed.events.length);
  await expectFiguresAddUp(running.coding, more, zone);
  const localDay = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
  const day = localDay.format(Date.parse(random.pick(more.events).ts));
  for (const [name, fits] of [
    ["from", (date: string) => date >= day],
    ["to", (date: string) => date < day],
  ] as const) {
    const { items } = await running.coding.admin.events({ [name]: day });
    const expected = more.events.filter(({ ts }) => fits(localDay.format(Date.parse(ts))));
    expect(items.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  }
});
