import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Finds what a document names and the tree no longer has, and what the lock file must not hold. */
const faults: string[] = [];
const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { encoding: "utf8" }).split(
  "\n",
);
const roots = new Set(tracked.map((path) => path.split("/")[0]!));

for (const document of tracked.filter((path) => path.endsWith(".md") && existsSync(path))) {
  const text = readFileSync(document, "utf8");
  for (const [, link] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
    if (/^[a-z]+:/.test(link!)) continue;
    if (!existsSync(join(dirname(document), link!)))
      faults.push(`${document}: links to ${link}, which is not there`);
  }
  for (const [, path] of text.matchAll(/`([\w@.-]+\/[\w@./-]+)`/g)) {
    if (!roots.has(path!.split("/")[0]!) || path!.includes("…")) continue;
    if (!existsSync(path!)) faults.push(`${document}: names ${path}, which is not there`);
  }
}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Record<string, { resolved?: string }>;
};
for (const [name, { resolved }] of Object.entries(lock.packages)) {
  if (resolved && /^(?:https?|git)/.test(resolved))
    faults.push(`package-lock.json: ${name} carries a download address`);
}

process.stdout.write(faults.map((fault) => `${fault}\n`).join(""));
process.exitCode = faults.length === 0 ? 0 : 1;
