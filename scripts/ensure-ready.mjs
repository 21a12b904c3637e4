// Plain JavaScript for any Node from 18 up: this file runs before the pinned Node exists.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Path of the Node that the lock file pins, inside this checkout. */
export const pinnedNode = join(
  root,
  "node_modules",
  "node",
  "bin",
  process.platform === "win32" ? "node.exe" : "node",
);

/** Installs what the lock file names unless it is installed already. Exits with one clear line on failure. */
export function ensureReady() {
  if (isInstalled()) return;
  process.stderr.write("Installing Hearth's dependencies (first run, about 20 seconds) …\n");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--loglevel=error", "--no-audit", "--no-fund"];
  const result = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ["ignore", 2, 2] })
    : spawnSync("npm", args, {
        cwd: root,
        stdio: ["ignore", 2, 2],
        shell: process.platform === "win32",
      });
  if (result.status !== 0 || !isInstalled()) {
    process.stderr.write(
      "Hearth could not install its dependencies. Check the network and the registry setting of npm, then run the command again.\n",
    );
    process.exit(1);
  }
}

function isInstalled() {
  if (!existsSync(pinnedNode)) return false;
  const wanted = readPackages(join(root, "package-lock.json"));
  const present = readPackages(join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      !path.startsWith("node_modules/") ||
      entry.optional ||
      entry.devOptional ||
      entry.link ||
      present[path]?.version === entry.version,
  );
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
