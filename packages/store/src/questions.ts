import type { Question } from "./context.ts";
import { getRetention } from "./access/get-retention.ts";
import { listApiKeys } from "./access/list-api-keys.ts";
import { listDevices } from "./access/list-devices.ts";
import { listEnvironments } from "./access/list-environments.ts";
import { listGameTokens } from "./access/list-game-tokens.ts";
import { listOrganizations } from "./access/list-organizations.ts";
import { listProjects } from "./access/list-projects.ts";

/** Every read the server can ask for, by name; the reader's thread looks them up here. */
export const questions = {
  getRetention,
  listApiKeys,
  listDevices,
  listEnvironments,
  listGameTokens,
  listOrganizations,
  listProjects,
} satisfies Record<string, Question<never, unknown>>;

export type Questions = typeof questions;
