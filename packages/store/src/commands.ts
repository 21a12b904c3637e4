import { createApiKey } from "./access/create-api-key.ts";
import { createDevice } from "./access/create-device.ts";
import { createEnvironment } from "./access/create-environment.ts";
import { createGameToken } from "./access/create-game-token.ts";
import { createProject } from "./access/create-project.ts";
import { revokeApiKey } from "./access/revoke-api-key.ts";
import { revokeDevice } from "./access/revoke-device.ts";
import { revokeGameToken } from "./access/revoke-game-token.ts";
import { setRetention } from "./access/set-retention.ts";
import { updateEnvironment } from "./access/update-environment.ts";
import { updateReport } from "./games/commands/update-report.ts";
import { updateReports } from "./games/commands/update-reports.ts";
import type { ErasureCommand } from "./games/erasure/context.ts";
import { deleteReport } from "./games/erasure/delete-report.ts";
import { deleteSession } from "./games/erasure/delete-session.ts";
import { erasePerson } from "./games/erasure/erase-person.ts";
import { expireStep } from "./games/retention/expire-step.ts";
import { clearFileRemovals } from "./games/uploads/clear-file-removals.ts";

/** Every management write the server can order, by name; the writer's thread looks them up here. */
export const commands = {
  clearFileRemovals,
  createApiKey,
  createDevice,
  createEnvironment,
  createGameToken,
  createProject,
  deleteReport,
  deleteSession,
  erasePerson,
  expireStep,
  revokeApiKey,
  revokeDevice,
  revokeGameToken,
  setRetention,
  updateEnvironment,
  updateReport,
  updateReports,
} satisfies Record<string, ErasureCommand<never, unknown>>;

export type Commands = typeof commands;
