import type { ApiRoute } from "../../http/api-route.ts";
import { createProject } from "./create-project.ts";
import { createTeam } from "./create-team.ts";
import { createUser } from "./create-user.ts";
import { deleteSession } from "./delete-session.ts";
import { deleteTeam } from "./delete-team.ts";
import { deleteUser } from "./delete-user.ts";
import { getProject } from "./get-project.ts";
import { getEvent } from "./get-event.ts";
import { getSession } from "./get-session.ts";
import { getTeam } from "./get-team.ts";
import { getUser } from "./get-user.ts";
import { listEvents } from "./list-events.ts";
import { listProjects } from "./list-projects.ts";
import { listSessionEvents } from "./list-session-events.ts";
import { listSessions } from "./list-sessions.ts";
import { listTeams } from "./list-teams.ts";
import { listUsers } from "./list-users.ts";
import { addTeamMember, removeTeamMember } from "./update-team-members.ts";
import { putTeam, updateTeam } from "./update-team.ts";
import { putUser, updateUser } from "./update-user.ts";
import { costReport } from "./cost-report.ts";
import { modelsReport } from "./models-report.ts";
import { requestCostReport, requestModelsReport, requestUsageReport } from "./report-job-requests.ts";
import { getReportJob } from "./report-job.ts";
import { usageReport } from "./usage-report.ts";

/** Every route of the API, below `/api/v1`. */
export const apiRoutes: readonly ApiRoute[] = [
  listSessions,
  getSession,
  listSessionEvents,
  listEvents,
  getEvent,
  deleteSession,
  listUsers,
  createUser,
  getUser,
  updateUser,
  putUser,
  deleteUser,
  listTeams,
  createTeam,
  getTeam,
  updateTeam,
  putTeam,
  deleteTeam,
  addTeamMember,
  removeTeamMember,
  listProjects,
  createProject,
  getProject,
  usageReport,
  requestUsageReport,
  costReport,
  requestCostReport,
  modelsReport,
  requestModelsReport,
  getReportJob,
];
