import { openWriter } from "@hearth/store/engines/sqlite/open";
import { migrate } from "@hearth/store/engines/sqlite/migrate";
import { StoredCoding } from "@hearth/store/engines/sqlite/coding/stored-coding";
import { noMetadata } from "@hearth/core/coding/read-metadata";
import { openPrices } from "@hearth/prices";
import { rmSync } from "node:fs";
rmSync("/tmp/b/x.db", { force: true }); rmSync("/tmp/b/x.db-wal", { force: true }); rmSync("/tmp/b/x.db-shm", { force: true });
const db = openWriter("/tmp/b/x.db"); migrate(db);
const id = db.prepare("insert into organizations (public_id,name,created_at) values ('o','o',0) returning id").pluck().get() as number;
const coding = new StoredCoding(db, openPrices());
const scope = { organizationId: id, organization: "o", test: 0 as const };
const total = Number(process.argv[2] ?? 200000), batch = Number(process.argv[3] ?? 4000);
let n = 0, cpu = 0, wt = 0, ct = 0; const start = Date.UTC(2025,0,1); const t0 = performance.now(); let last = t0;
while (n < total) {
  const signals = [];
  for (let i = 0; i < batch; i++, n++) {
    // a user's history goes in order; users one after the other, 5000 calls each
    const user = Math.floor(n / 5000); const k = n % 5000; const session = Math.floor(k/10);
    signals.push({ type: "post-tool" as const, adapter: "claude-code", keys: ["msg_01" + (n*7919).toString(36) + "abcdefghijkl"], sessionName: null, user: "user_" + user % 200, project: "proj_" + (session % 5), time: start + session * 7200000 + (k % 10) * 60000 + Math.floor(n/1000000)*1000, backfill: true, dropped: 0, metadata: { ...noMetadata, model: session % 7 === 0 ? "claude-haiku-4-5" : "claude-opus-4-5", tokensIn: 50000 + k, tokensOut: 300 + k % 100, cacheRead: 40000, cacheWrite5m: 1000, latency: 1200, source: "transcript", toolSession: "t" + user + "_" + session, gitBranch: "main", machine: "m1", repository: "github.com/studio/game" } });
  }
  const c0 = process.cpuUsage(); const w0 = performance.now(); db.exec("begin immediate"); coding.take(scope, signals, Date.now()); wt += performance.now() - w0; const w1 = performance.now(); db.exec("commit"); ct += performance.now() - w1; const c1 = process.cpuUsage(c0); cpu += c1.user + c1.system;
  if (n % 100000 < batch) { const now = performance.now(); console.log(n, Math.round(100000 / (now - last) * 1000), "/s"); last = now; db.pragma("wal_checkpoint(passive)"); }
}
console.log("cpu us/call", cpu/total, "take wall us", wt*1000/total, "commit wall us", ct*1000/total); console.log("all", Math.round(total / (performance.now() - t0) * 1000), "/s");
