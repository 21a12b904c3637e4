import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../apps/server/src/config.ts";
import { startServer } from "../apps/server/src/start-server.ts";

/** Writes docs/api/openapi.json from the routes as they are mounted; with `--check`, only compares. */
const file = "docs/api/openapi.json";
const folder = mkdtempSync(join(tmpdir(), "hearth-document-"));
const server = await startServer(readConfig(["--data", folder, "--port", "0", "--log", "silent"], {}));
const answer = await fetch(`${server.url}/openapi.json`);
const document = `${JSON.stringify(await answer.json(), null, 2)}\n`;
await server.stop();
rmSync(folder, { recursive: true });

if (!process.argv.includes("--check")) writeFileSync(file, document);
else if (readFileSync(file, "utf8") !== document) {
  process.stdout.write(`${file} is not what the routes say: run "npm run document" and commit it.\n`);
  process.exitCode = 1;
}
