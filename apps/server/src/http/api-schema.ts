import { ApiErrorAnswer } from "@hearth/contract";
import type { FastifySchema } from "fastify";
import type { ApiRoute } from "./api-route.ts";
import { heading, routeSchema } from "./route-schema.ts";

const statuses = [400, 401, 403, 404, 429, 503] as const;

/** What the API document says of a route of `/api/v1`, the scope it needs among it. */
export const apiSchema = (route: Omit<ApiRoute, "handle">): FastifySchema =>
  routeSchema(route, {
    tag: `API: ${heading(route.path.split("/")[1] ?? "")}`,
    security: [{ apiKey: [route.scope] }],
    refusals: Object.fromEntries(statuses.map((status) => [status, ApiErrorAnswer])),
  });
