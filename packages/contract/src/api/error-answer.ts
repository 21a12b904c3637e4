import { Type, type Static } from "../schema.ts";

/** How every refusal looks below `/api/v1` and `/engine/v1`. */
export const ApiErrorAnswer = Type.Object(
  {
    error: Type.String({ description: "One sentence to act on." }),
    code: Type.String({ description: "Stable, for programs: invalid_request, insufficient_scope, …" }),
    status: Type.Integer({ description: "The HTTP status." }),
    request_id: Type.String({ description: "req_…, as in the header X-Request-Id." }),
    details: Type.Optional(
      Type.Array(
        Type.Object({
          path: Type.String({ description: "A member of the body, or a parameter." }),
          message: Type.String(),
        }),
      ),
    ),
  },
  { description: "What was wrong, where, and how to mend it." },
);
export type ApiErrorAnswer = Static<typeof ApiErrorAnswer>;
