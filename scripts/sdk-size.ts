import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** Builds the SDK as it is published and holds its one file to a size a web page may carry. */
const folder = fileURLToPath(new URL("../packages/sdk", import.meta.url));
const most = 8_000;

const { status, stdout, stderr } = spawnSync("npm", ["run", "build"], { cwd: folder, encoding: "utf8" });
if (status === 0) {
  const size = gzipSync(readFileSync(`${folder}/dist/index.js`), { level: 9 }).length;
  process.stdout.write(`@forg-pro/sdk is ${size} bytes with gzip; it may be ${most}.\n`);
  process.exitCode = size <= most ? 0 : 1;
} else {
  process.stdout.write(`${stdout}${stderr}`);
  process.exitCode = 1;
}
