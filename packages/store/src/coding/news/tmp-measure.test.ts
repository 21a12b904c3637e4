import { expect, test } from "vitest";
import { ReadingWorld } from "../reading/fixtures/reading-world.ts";
import { plansOf } from "../reading/fixtures/plans-of.ts";
import { workHistory } from "../reading/fixtures/work-history.ts";
import { getCodingNews } from "./get-coding-news.ts";
test("measure", { timeout: 60000 }, async () => {
  const start = Date.UTC(2026, 0, 1);
  const world = new ReadingWorld(start);
  world.send(world.live, workHistory({ seed: 1, start, days: 200, stretches: 15000 }));
  const sessions = world.sessions(world.live).slice(0, 5000).filter((_, i) => i % 10 === 0).map((s) => ({ streamId: s.stream, time: s.time, hash: s.hash }));
  const calls = world.events(world.live).filter((_, i) => i % 20 === 0).slice(0, 1000).map((s) => ({ streamId: s.stream, time: s.time, hash: s.hash }));
  const ctx = world.context(world.live);
  for (let i = 0; i < 4; i++) {
    let t = performance.now();
    await getCodingNews(ctx, { sessions, calls: [], ends: [], removed: [] });
    const a = performance.now() - t; t = performance.now();
    const r = await getCodingNews(ctx, { sessions: [], calls, ends: [], removed: [] });
    console.log(sessions.length, calls.length, a, performance.now() - t, r.events.filter(Boolean).length);
  }
  const plans = await plansOf(world.database, ctx, async (c) => await getCodingNews(c, { sessions: sessions.slice(0, 3), calls: calls.slice(0, 3), ends: [{ streamId: 1, time: start + 1e9 }], removed: ["sess_0123456789abcdef"] }));
  for (const p of plans) console.log(p.sql.slice(0, 150), "\n   ", p.plan);
  expect(1).toBe(1);
});
