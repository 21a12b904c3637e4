import { readdirSync, readFileSync } from "node:fs";
import { importHistory } from "./tests/bench/coding/import-bench.ts";
import { newFolder, removeFolder } from "./tests/bench/bench-server.ts";
const folder = newFolder();
let last: Record<string, number> = {};
const timer = setInterval(() => {
  const pid = readdirSync("/proc").filter((p) => /^\d+$/.test(p)).find((p) => { try { return readFileSync(`/proc/${p}/environ`, "utf8").includes(folder); } catch { return false; } });
  if (!pid) return;
  const now: Record<string, number> = {};
  for (const t of readdirSync(`/proc/${pid}/task`)) { const s = readFileSync(`/proc/${pid}/task/${t}/stat`, "utf8"); const f = s.slice(s.lastIndexOf(")") + 2).split(" "); now[t + " " + s.slice(s.indexOf("(") , s.lastIndexOf(")") + 1)] = Number(f[11]) + Number(f[12]); }
   console.log(Object.entries(now).map(([k, v]) => [k, v - (last[k] ?? v)] as const).filter(([, v]) => v > 5).map(([k, v]) => k + "=" + v).join("  "), "client", Math.round(process.cpuUsage().user / 1e4));
  last = now;
}, 2000);
console.log(await importHistory(folder, Number(process.argv[2] ?? 300000)));
clearInterval(timer);
removeFolder(folder);
