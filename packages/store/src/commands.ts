import { activateDevice } from "./access/activate-device.ts";
import { noteCredentialUse } from "./access/note-credential-use.ts";
import { createApiKey } from "./access/create-api-key.ts";
import { createDevice } from "./access/create-device.ts";
import { createEnvironment } from "./access/create-environment.ts";
import { createGameToken } from "./access/create-game-token.ts";
import { createProject } from "./access/create-project.ts";
import { createProjectCard } from "./access/people/create-project-card.ts";
import { createTeam } from "./access/people/create-team.ts";
import { createUser } from "./access/people/create-user.ts";
import { deleteTeam } from "./access/people/delete-team.ts";
import { deleteUser } from "./access/people/delete-user.ts";
import { addTeamMember, removeTeamMember } from "./access/people/team-membership.ts";
import { updateTeam } from "./access/people/update-team.ts";
import { updateUser } from "./access/people/update-user.ts";
import { revokeApiKey } from "./access/revoke-api-key.ts";
import { revokeDevice } from "./access/revoke-device.ts";
import { revokeGameToken } from "./access/revoke-game-token.ts";
import { setRetention } from "./access/set-retention.ts";
import { updateEnvironment } from "./access/update-environment.ts";
import { createGoal } from "./coding/goals/create-goal.ts";
import { updateGoal } from "./coding/goals/update-goal.ts";
import { createReportJob } from "./coding/reports/create-report-job.ts";
import { finishReportJob } from "./coding/reports/finish-report-job.ts";
import { startReportJob } from "./coding/reports/start-report-job.ts";
import { deleteCodingSession } from "./coding/sessions/delete-coding-session.ts";
import { expireCalls } from "./coding/expire-calls.ts";
import { eraseUser } from "./coding/erase-user.ts";
import { updateReport } from "./games/commands/update-report.ts";
import { updateReports } from "./games/commands/update-reports.ts";
import type { WriterCommand } from "./coding/writer-command.ts";
import { deleteReport } from "./games/erasure/delete-report.ts";
import { deleteSession } from "./games/erasure/delete-session.ts";
import { erasePerson } from "./games/erasure/erase-person.ts";
import { expireStep } from "./games/retention/expire-step.ts";
import { clearFileRemovals } from "./games/uploads/clear-file-removals.ts";

/** Every management write the server can order, by name; the writer's thread looks them up here. */
export const commands = {
  activateDevice,
  addTeamMember,
  clearFileRemovals,
  createApiKey,
  createDevice,
  createEnvironment,
  createGameToken,
  createGoal,
  createProject,
  createReportJob,
  createProjectCard,
  createTeam,
  createUser,
  deleteCodingSession,
  deleteReport,
  deleteSession,
  deleteTeam,
  deleteUser,
  erasePerson,
  eraseUser,
  expireCalls,
  expireStep,
  finishReportJob,
  noteCredentialUse,
  removeTeamMember,
  revokeApiKey,
  revokeDevice,
  revokeGameToken,
  setRetention,
  startReportJob,
  updateEnvironment,
  updateGoal,
  updateReport,
  updateReports,
  updateTeam,
  updateUser,
} satisfies Record<string, WriterCommand<never, unknown>>;

export type Commands = typeof commands;
