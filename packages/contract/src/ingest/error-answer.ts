import { Type, type Static } from "../schema.ts";

/** How every refusal looks to games and to the console. */
export const ErrorAnswer = Type.Object(
  {
    statusCode: Type.Integer(),
    error: Type.String({ description: "The status in words." }),
    message: Type.String({ description: "One sentence to act on." }),
    details: Type.Array(
      Type.Object({
        path: Type.String({ description: "Where, such as [3].eventType." }),
        message: Type.String(),
      }),
    ),
    requestId: Type.String(),
  },
  { description: "What was wrong, where, and how to mend it." },
);
export type ErrorAnswer = Static<typeof ErrorAnswer>;
