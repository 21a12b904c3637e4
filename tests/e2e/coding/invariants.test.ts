import { sample } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { historyUsers, Rounds } from "../../coding/coding-round.ts";
import { deliver } from "../../coding/delivery.ts";
import { expectFiguresAddUp } from "../../coding/expect-figures.ts";
import { anyHistory } from "../../coding/any-history.ts";
import { listAll } from "../../coding/server-answers.ts";
import { startCodingServer } from "../../coding/server-pair.ts";
import { announcedRandom } from "../../seeded-random.ts";

let running: Awaited<ReturnType<typeof startCodingServer>>;
beforeAll(async () => void (running = await startCodingServer(historyUsers)));
afterAll(async () => await running?.remove());

test("figures add up after every round, deletions between them included", { timeout: 60_000 }, async () => {
  const random = announcedRandom("invariants");
  const { coding } = running;
  const rounds = new Rounds();
  for (let round = 0; round < 3; round++) {
    const sketches = sample(anyHistory, { seed: random.whole(0, 2 ** 31 - 1), numRuns: 40 });
    await deliver(coding, rounds.next(sketches).items, random);
    const { sessions } = await listAll(coding.admin, {});
    for (const { id } of sessions.filter(() => random.chance(0.1))) {
      const { status } = await coding.admin.call("DELETE", `/api/v1/sessions/${encodeURIComponent(id)}`);
      expect([200, 204]).toContain(status);
    }
    const left = await listAll(coding.admin, {});
    expect(left.sessions.length).toBeLessThan(sessions.length);
    await expectFiguresAddUp(coding, left);
  }
});
