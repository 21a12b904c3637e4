import type { ConsoleRoute } from "../../http/console-route.ts";
import { buildStability } from "./build-stability.ts";
import { createApiKey } from "./create-api-key.ts";
import { createDevice } from "./create-device.ts";
import { createEnvironment } from "./create-environment.ts";
import { createGameToken } from "./create-game-token.ts";
import { createProject } from "./create-project.ts";
import { dashboard } from "./dashboard.ts";
import { deleteReport } from "./delete-report.ts";
import { deleteSession } from "./delete-session.ts";
import { erasePerson } from "./erase-person.ts";
import { eventTypeSeries } from "./event-type-series.ts";
import { getOrganization } from "./get-organization.ts";
import { getProject } from "./get-project.ts";
import { getRejection } from "./get-rejection.ts";
import { getReport } from "./get-report.ts";
import { getRetention } from "./get-retention.ts";
import { getSession } from "./get-session.ts";
import { linkFile } from "./link-file.ts";
import { listApiKeys } from "./list-api-keys.ts";
import { listBuilds } from "./list-builds.ts";
import { listDevices } from "./list-devices.ts";
import { listEnvironments } from "./list-environments.ts";
import { listEvents } from "./list-events.ts";
import { listGameTokens } from "./list-game-tokens.ts";
import { listPlayers } from "./list-players.ts";
import { listProjects } from "./list-projects.ts";
import { listRejections } from "./list-rejections.ts";
import { listReportDuplicates } from "./list-report-duplicates.ts";
import { listReports } from "./list-reports.ts";
import { listSessions } from "./list-sessions.ts";
import { replayRejection } from "./replay-rejection.ts";
import { revokeApiKey } from "./revoke-api-key.ts";
import { revokeDevice } from "./revoke-device.ts";
import { revokeGameToken } from "./revoke-game-token.ts";
import { sessionTimeline } from "./session-timeline.ts";
import { setRetention } from "./set-retention.ts";
import { updateEnvironment } from "./update-environment.ts";
import { updateReport } from "./update-report.ts";
import { updateReports } from "./update-reports.ts";

/** Every route of the console, below `/console/v1`. */
export const consoleRoutes: readonly ConsoleRoute[] = [
  getOrganization,
  listProjects,
  createProject,
  getProject,
  listEnvironments,
  createEnvironment,
  updateEnvironment,
  listGameTokens,
  createGameToken,
  revokeGameToken,
  listApiKeys,
  createApiKey,
  revokeApiKey,
  listDevices,
  createDevice,
  revokeDevice,
  getRetention,
  setRetention,
  listBuilds,
  listSessions,
  getSession,
  deleteSession,
  sessionTimeline,
  listReports,
  updateReports,
  getReport,
  updateReport,
  deleteReport,
  listReportDuplicates,
  listEvents,
  eventTypeSeries,
  listPlayers,
  erasePerson,
  dashboard,
  buildStability,
  listRejections,
  getRejection,
  replayRejection,
  linkFile,
];
