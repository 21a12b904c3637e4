import { runLine } from "./commands/run-line.ts";

// A reader that stops early (`hearth token list | head -1`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

if (process.argv[2] === "serve") {
  process.argv.splice(2, 1);
  await import("./main.ts");
} else {
  process.exitCode = await runLine(process.argv.slice(2), process);
}
