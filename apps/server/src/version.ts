import { readFileSync } from "node:fs";

const { version: text } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

/** Of this program, as the changelog names it. */
export const version = text;
