import { readFileSync } from "node:fs";
import { command } from "./command.ts";

/** Version of this program, as its package states it. */
export function programVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version }: { version: string } = JSON.parse(text);
  return version;
}

export const version = command({
  name: "version",
  summary: "Show the version of Hearth and of the Node it runs on",
  options: {},
  async run() {
    const data = { hearth: programVersion(), node: process.versions.node };
    return { data, text: `hearth ${data.hearth} on Node ${data.node}` };
  },
});
