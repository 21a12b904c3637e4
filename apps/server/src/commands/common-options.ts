import type { Options } from "./command.ts";

/** Options that every command takes. */
export const everyCommand = {
  data: { type: "string", value: "DIR", about: "data folder (HEARTH_DATA, else ./data)" },
  json: { type: "boolean", about: "print data instead of text, errors too" },
  help: { type: "boolean", about: "show this" },
} as const satisfies Options;

/** Names the tenant where the data folder has more than one. */
export const organizationOption = {
  organization: { type: "string", value: "O", about: "id or name; may be left out while there is only one" },
} as const satisfies Options;

export const projectOption = {
  ...organizationOption,
  project: { type: "string", value: "P", about: "id or name; may be left out while there is only one" },
} as const satisfies Options;

/** Coding sessions come in two modes that never mix. */
export const modeOption = {
  test: { type: "boolean", about: "for trying out: what it sends is kept apart" },
} as const satisfies Options;
