import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Which rooms a room may look into. What is not named here may not be imported. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  "packages/contract": [],
  "packages/core": [],
  "packages/prices": ["packages/core"],
  "packages/sdk": [],
  "packages/store": ["packages/core"],
  "apps/server": ["packages/contract", "packages/core", "packages/prices", "packages/store"],
};
/** Packages from outside that a room may use besides Node's own; core uses none of either. */
const libraries: Readonly<Record<string, readonly string[]>> = {
  "packages/contract": ["ajv", "typebox"],
  "packages/core": [],
  "packages/sdk": [],
};

const imported = /\bfrom\s+"([^"\n]+)"|^\s*import\s+"([^"\n]+)"|\bimport\(\s*"([^"\n]+)"/gm;
const roomOf = (path: string): string | undefined =>
  Object.keys(arrows).find((room) => path.startsWith(`${room}/`));
const names = new Map(
  Object.keys(arrows).map((room) => {
    const { name } = JSON.parse(readFileSync(join(room, "package.json"), "utf8")) as { name: string };
    return [name, room];
  }),
);

const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.ts"], { encoding: "utf8" });
const faults: string[] = [];
for (const file of files.split("\n")) {
  const room = roomOf(file);
  if (!room || file.endsWith(".test.ts") || /\/fixtures?\//.test(file)) continue;
  for (const [, ...named] of readFileSync(file, "utf8").matchAll(imported)) {
    const target = named.find((name) => name !== undefined)!;
    const fault = faultOf(room, file, target);
    if (fault) faults.push(`${file}: ${fault} (${target})`);
  }
}
process.stdout.write(faults.map((fault) => `${fault}\n`).join(""));
process.exitCode = faults.length === 0 ? 0 : 1;

function faultOf(room: string, file: string, target: string): string | undefined {
  if (target.startsWith(".")) {
    const to = roomOf(join(dirname(file), target));
    return to === room ? undefined : "leaves its room by a path";
  }
  const library = target.startsWith("@") ? target.split("/").slice(0, 2).join("/") : target.split("/")[0]!;
  const to = names.get(library);
  if (to) return to === room || arrows[room]!.includes(to) ? undefined : "looks into a room it must not know";
  const allowed = libraries[room];
  if (!allowed || allowed.includes(library)) return undefined;
  return "uses a library this room does without";
}
