import { ErrorAnswer } from "@hearth/contract";
import type { FastifySchema } from "fastify";
import type { TSchema } from "@hearth/contract";

/** What the API document says of a door that games call. */
export const ingestSchema = (
  operationId: string,
  summary: string,
  body: TSchema,
  answer: TSchema,
): FastifySchema => ({
  operationId,
  summary,
  tags: ["Ingest"],
  security: [{ gameToken: [] }],
  body,
  response: {
    201: answer,
    400: ErrorAnswer,
    401: ErrorAnswer,
    403: ErrorAnswer,
    413: ErrorAnswer,
    429: ErrorAnswer,
    503: ErrorAnswer,
  },
});
