import { ErrorAnswer } from "@hearth/contract";
import type { FastifySchema } from "fastify";
import { Type } from "@hearth/contract";
import type { ConsoleRoute } from "./console-route.ts";

/** What the API document says of a console route. */
export function consoleSchema({
  path,
  operationId,
  summary,
  params,
  query,
  body,
  answer,
  status = 200,
}: ConsoleRoute): FastifySchema {
  return {
    operationId,
    summary,
    tags: [tagOf(path)],
    security: [{ apiKey: [] }],
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
    response: {
      [status]: status === 204 ? Type.Null({ description: "Done." }) : answer,
      400: ErrorAnswer,
      401: ErrorAnswer,
      403: ErrorAnswer,
      404: ErrorAnswer,
    },
  };
}

/** The last collection named in a path: `/projects/:project/sessions` belongs to Sessions. */
function tagOf(path: string): string {
  const nouns = path.split("/").filter((step) => step !== "" && !step.startsWith(":"));
  const noun = (path.startsWith("/projects/") ? nouns[1] : nouns[0]) ?? "console";
  return noun.charAt(0).toUpperCase() + noun.slice(1).replaceAll("-", " ");
}
