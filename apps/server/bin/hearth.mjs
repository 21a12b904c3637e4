#!/usr/bin/env node
// A launcher in plain JavaScript: the Node that starts it may be too old to load a .ts file.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const entry = new URL("../src/cli.ts", import.meta.url);
const [major, minor] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  await import(entry.href);
} else {
  const node = findPinnedNode();
  if (!node) {
    process.stderr.write(
      `hearth needs Node 22.18 or newer and this is ${process.versions.node}: run "npm ci" in the checkout, which brings the right one.\n`,
    );
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(entry), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => passOn(child, signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

/** A terminal sends Ctrl-C to both of us: the child must not take it for two. */
function passOn(child, signal) {
  if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
}

function findPinnedNode() {
  try {
    const home = dirname(createRequire(import.meta.url).resolve("node/package.json"));
    const file = join(home, "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}
