import fc from "fast-check";
import { mkdtempSync } from "node:fs";
import { expect, test } from "vitest";
import { readSignal } from "../../packages/core/src/coding/read-signal.ts";
import { openPrices } from "../../packages/prices/src/index.ts";
import { migrate } from "../../packages/store/src/engines/sqlite/migrate.ts";
import { openWriter } from "../../packages/store/src/engines/sqlite/open.ts";
import { StoredCoding } from "../../packages/store/src/engines/sqlite/coding/stored-coding.ts";
import { recountCoding } from "../../packages/store/src/engines/sqlite/coding/recount-coding.ts";
import { anyHistory } from "./any-history.ts";
import { historyItems } from "./history-items.ts";
import { foretell, toldBy } from "./oracle/foretold-sessions.ts";
import { deletedBy, leftOf, nothingDeleted, type Deleted } from "./oracle/deletion.ts";
import { shuffled } from "./delivery.ts";
import { SeededRandom } from "../seeded-random.ts";
import type { SentItem } from "./signal-item.ts";

const folder = mkdtempSync("/tmp/zz-");
const db = openWriter(folder + "/h.db"); db.pragma("synchronous = off"); migrate(db);
const coding = new StoredCoding(db, openPrices());
let n = 0;
const RUNS = Number(process.env.RUNS ?? 2000);
function world() {
    const name = `org${n++}`;
    const { id } = db.prepare("insert into organizations (public_id, name, created_at) values (?,?,0) returning id").get(name, name) as any;
    const scope = { organizationId: id, organization: name, test: 0 as const };
    const deliver = (items: readonly SentItem[], random: SeededRandom) => {
    const mixed = shuffled([...items, ...items.filter(() => random.chance(0.2))], random);
    for (let at = 0; at < mixed.length;) {
      const part = mixed.slice(at, (at += random.whole(1, 8)));
      db.transaction(() => coding.take(scope, part.map((s) => ({ ...readSignal(s.item, 0), user: s.user })), 0))();
    } };
    const got = () => (db.prepare("select s.*, t.kind, t.name, m.term as model, u.term as usr from coding_sessions s join coding_streams t on t.id = s.stream_id left join coding_terms m on m.id = s.model_id join coding_terms u on u.id = s.user_id where s.organization_id = ?").all(id) as any[]).map((s) => ({
      id: s.kind === "named" ? s.name : `sess_${s.first_hash.toString("hex")}`, user: s.usr, start: new Date(s.first_time).toISOString(), end: new Date(s.last_time).toISOString(), calls: s.calls, tin: s.tokens_in, tout: s.tokens_out, cr: s.cache_read, cw: s.cache_write, r: s.reasoning, cost: s.cost / 1e6, un: s.unpriced, err: s.errors, model: s.model })).toSorted((a, b) => a.id < b.id ? -1 : 1);
    return { scope, deliver, got, name, id };
}
const wanted = (f: ReturnType<typeof foretell>) => f.answers.sessions.map((s) => ({ id: s.id, user: s.user_id, start: s.started_at, end: s.ended_at, calls: s.signal_count, tin: s.tokens_in, tout: s.tokens_out, cr: s.cache_read_tokens, cw: s.cache_write_tokens, r: s.reasoning_tokens, cost: s.cost_usd, un: s.unpriced_count, err: s.error_count, model: s.signal_count ? s.model : null }));
const place = { prefix: "h_", users: ["ana", "ben"] as const, start: Date.UTC(2026, 0, 1) };
test("store vs oracle", { timeout: 120000 }, () => {
  fc.assert(fc.property(anyHistory, fc.nat(), (sketch, seed) => {
    const w = world();
    const items = historyItems(sketch, place);
    w.deliver(items, new SeededRandom(seed));
    expect(w.got()).toEqual(wanted(foretell({ organization: w.name, mode: "live" }, toldBy(items))));
    if (n % 10 === 0) expect(recountCoding(db, undefined, w.id)).toEqual([]);
  }), { numRuns: RUNS });
});
test("deletion vs oracle", { timeout: 120000 }, () => {
  fc.assert(fc.property(anyHistory, fc.nat(), (sketch, seed) => {
    const w = world();
    const tenant = { organization: w.name, mode: "live" as const };
    const random = new SeededRandom(seed);
    const items = shuffled(historyItems(sketch, place), random);
    const cut = random.whole(1, items.length);
    let deleted: Deleted = nothingDeleted; let known: SentItem[] = [];
    for (const part of [items.slice(0, cut), items.slice(cut)]) {
      const sent = [...part, ...known.filter(() => random.chance(0.4))];
      known = [...known, ...part];
      w.deliver(sent, random);
      const told = leftOf(known, deleted);
      const f = foretell(tenant, told);
      expect(w.got(), "delivered").toEqual(wanted(f));
      const doomed = f.sessions.filter(() => random.chance(0.3));
      for (const { id } of doomed) expect(db.transaction(() => coding.deleteSession(w.scope, id))()).toBeDefined();
      deleted = deletedBy(deleted, f, told, doomed);
      expect(w.got(), "deleted").toEqual(wanted(foretell(tenant, leftOf(known, deleted))));
    }
    if (n % 10 === 0) expect(recountCoding(db, undefined, w.id)).toEqual([]);
  }), { numRuns: RUNS });
});
