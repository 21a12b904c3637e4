import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name: string): string => `node_modules/.bin/${name}`;

/** What `npm run check` and CI look at, in the order in which a fault is cheapest to find. */
const steps: readonly [what: string, command: string, ...args: string[]][] = [
  ["format", bin("oxfmt"), "--check", "."],
  ["lint", bin("oxlint"), "--type-aware", "--deny-warnings"],
  ["types", bin("tsc"), "-p", "."],
  ["core imports nothing", bin("tsc"), "-p", "packages/core"],
  ["SDK builds and is small", process.execPath, "scripts/sdk-size.ts"],
  ["arrows between rooms", process.execPath, "scripts/check-arrows.ts"],
  ["documents", process.execPath, "scripts/check-documents.ts"],
  ["API document", process.execPath, "scripts/api-document.ts", "--check"],
];

let failed = 0;
for (const [what, command, ...args] of steps) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  process.stdout.write(`${status === 0 ? "ok  " : "FAIL"} ${what} (${seconds} s)\n`);
  if (status === 0) continue;
  failed++;
  process.stdout.write(`${stdout}${stderr}\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
