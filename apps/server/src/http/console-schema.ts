import { ErrorAnswer } from "@hearth/contract";
import type { FastifySchema } from "fastify";
import type { ConsoleRoute } from "./console-route.ts";
import { heading, routeSchema } from "./route-schema.ts";

/** What the API document says of a console route. */
export const consoleSchema = (route: ConsoleRoute): FastifySchema =>
  routeSchema(route, {
    tag: tagOf(route.path),
    security: [{ apiKey: [] }],
    refusals: { 400: ErrorAnswer, 401: ErrorAnswer, 403: ErrorAnswer, 404: ErrorAnswer },
  });

/** The collection a path is about: `/projects/:project/sessions` belongs to Sessions. */
function tagOf(path: string): string {
  const nouns = path.split("/").filter((step) => step !== "" && !step.startsWith(":"));
  return heading((path.startsWith("/projects/") ? nouns[1] : nouns[0]) ?? "console");
}
