import type { Command } from "./command.ts";

/** What `hearth help` says: every command with its summary, those of one noun together. */
export function helpText(commands: readonly Command[]): string {
  const rows = [
    { name: "serve", summary: "Run the server; its settings are HEARTH_HOST, HEARTH_PORT, HEARTH_DATA, …" },
    ...commands,
    { name: "help [COMMAND]", summary: "Show this, or how a command is typed" },
  ];
  const width = Math.max(...rows.map(({ name }) => name.length));
  return [
    "hearth: one server for play sessions and AI coding sessions",
    "",
    ...rows.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "All take --data DIR (HEARTH_DATA, else ./data), --json and --help.",
    "Exit code 0: done, 1: failed or something is wrong, 2: typed wrong.",
  ].join("\n");
}
