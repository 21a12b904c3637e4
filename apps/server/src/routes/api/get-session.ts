import { CodingSessionDetails, CodingSessionDetailsQuery, CodingSessionPath } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const getSession = apiRoute({
  method: "GET",
  path: "/sessions/:session",
  operationId: "getCodingSession",
  summary: "A coding session with all its calls, by any id it ever had",
  scope: "read:sessions",
  params: CodingSessionPath,
  query: CodingSessionDetailsQuery,
  answer: CodingSessionDetails,
  handle: async ({ ask, params, query }) =>
    await ask("getCodingSession", { session: params.session, ...query }),
});
