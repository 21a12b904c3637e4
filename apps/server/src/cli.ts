import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Compiled and type-stripped code is kept beside the program: the next command starts in half the time.
enableCompileCache(fileURLToPath(new URL("../../../node_modules/.cache/hearth", import.meta.url)));

// A reader that stops early (`hearth token list | head -1`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

if (process.argv[2] === "serve") {
  process.argv.splice(2, 1);
  await import("./main.ts");
} else {
  const { runLine } = await import("./commands/run-line.ts");
  process.exitCode = await runLine(process.argv.slice(2), process);
}
