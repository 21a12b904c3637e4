import { version as ownVersion } from "../version.ts";
import { command } from "./command.ts";

export const version = command({
  name: "version",
  summary: "Show the version of Hearth and of the Node it runs on",
  options: {},
  async run() {
    const data = { hearth: ownVersion, node: process.versions.node };
    return { data, text: `hearth ${data.hearth} on Node ${data.node}` };
  },
});
