import type { Question } from "./context.ts";
import { getRetention } from "./access/get-retention.ts";
import { listApiKeys } from "./access/list-api-keys.ts";
import { listDevices } from "./access/list-devices.ts";
import { listEnvironments } from "./access/list-environments.ts";
import { listGameTokens } from "./access/list-game-tokens.ts";
import { listGoals } from "./coding/goals/list-goals.ts";
import { listOrganizations } from "./access/list-organizations.ts";
import { listProjects } from "./access/list-projects.ts";
import { getProjectCard } from "./access/people/get-project-card.ts";
import { getTeam } from "./access/people/get-team.ts";
import { getUser } from "./access/people/get-user.ts";
import { listProjectCards } from "./access/people/list-project-cards.ts";
import { listTeams } from "./access/people/list-teams.ts";
import { listUsers } from "./access/people/list-users.ts";
import { getCodingEvent } from "./coding/events/get-coding-event.ts";
import { listCodingEvents } from "./coding/events/list-coding-events.ts";
import { getCodingNews } from "./coding/news/get-coding-news.ts";
import { costReport } from "./coding/reports/cost-report.ts";
import { getReportJob } from "./coding/reports/get-report-job.ts";
import { modelsReport } from "./coding/reports/models-report.ts";
import { usageReport } from "./coding/reports/usage-report.ts";
import { getCodingSession } from "./coding/sessions/get-coding-session.ts";
import { listCodingSessionEvents } from "./coding/sessions/list-coding-session-events.ts";
import { listCodingSessions } from "./coding/sessions/list-coding-sessions.ts";
import { buildStability } from "./games/questions/build-stability.ts";
import { dashboard } from "./games/questions/dashboard.ts";
import { eventTypeSeries } from "./games/questions/event-type-series.ts";
import { getRejection } from "./games/questions/get-rejection.ts";
import { getReport } from "./games/questions/get-report.ts";
import { getSession } from "./games/questions/get-session.ts";
import { listBuilds } from "./games/questions/list-builds.ts";
import { listEvents } from "./games/questions/list-events.ts";
import { listPlayers } from "./games/questions/list-players.ts";
import { listRejections } from "./games/questions/list-rejections.ts";
import { listReportDuplicates } from "./games/questions/list-report-duplicates.ts";
import { listReports } from "./games/questions/list-reports.ts";
import { listSessions } from "./games/questions/list-sessions.ts";
import { sessionTimeline } from "./games/questions/session-timeline.ts";

import { findRejectedBody } from "./games/rejections/find-rejected-body.ts";
import { arrivedUpload } from "./games/uploads/arrived-upload.ts";

/** Every read the server can ask for, by name; the reader's thread looks them up here. */
export const questions = {
  arrivedUpload,
  buildStability,
  costReport,
  dashboard,
  eventTypeSeries,
  findRejectedBody,
  getCodingEvent,
  getCodingNews,
  getCodingSession,
  getProjectCard,
  getRejection,
  getReport,
  getReportJob,
  getRetention,
  getSession,
  getTeam,
  getUser,
  listApiKeys,
  listBuilds,
  listCodingEvents,
  listCodingSessionEvents,
  listCodingSessions,
  listDevices,
  listEnvironments,
  listEvents,
  listGameTokens,
  listGoals,
  listOrganizations,
  listPlayers,
  listProjectCards,
  listProjects,
  listRejections,
  listReportDuplicates,
  listReports,
  listSessions,
  listTeams,
  listUsers,
  modelsReport,
  sessionTimeline,
  usageReport,
} satisfies Record<string, Question<never, unknown>>;

export type Questions = typeof questions;
