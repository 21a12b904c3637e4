import { sample } from "fast-check";
import { test } from "vitest";
import { Rounds, historyUsers } from "./coding-round.ts";
import { deliver } from "./delivery.ts";
import { anyHistory } from "./any-history.ts";
import { startCodingServer } from "./server-pair.ts";
import { SeededRandom } from "../seeded-random.ts";
import { foretell, toldBy } from "./oracle/foretold-sessions.ts";
test("smoke", { timeout: 60000 }, async () => {
  const r = await startCodingServer(historyUsers);
  try {
    const rounds = new Rounds();
    for (let i = 0; i < 5; i++) {
    const { items, query } = rounds.next(sample(anyHistory, { seed: 1 + i, numRuns: 40 }));
    await deliver(r.coding, items, new SeededRandom(1));
    const { sessions, answers } = foretell(r.tenant, toldBy(items));
    for (const limit of [100, 20]) for (const list of ["sessions","events"]) { let q: any = { ...query, limit }; 
      for (;;) { const t = performance.now(); const path = `/api/v1/${list}?${new URLSearchParams(q)}`; try { const { status, body } = await r.coding.admin.call<any>("GET", path); console.log(list, limit, status, body?.data?.length, body?.total, Math.round(performance.now()-t)); if (!body?.cursor) break; q = { cursor: body.cursor }; } catch (e) { console.log(path, String(e), performance.now() - t); break; } } }
    }
  } finally { console.log("RUNNING", r.coding.server.isRunning, "LOG", r.coding.server.log, r.coding.server.output.slice(-500)); await r.remove(); }
});
