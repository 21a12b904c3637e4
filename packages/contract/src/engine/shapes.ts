import { Type } from "../schema.ts";

/** ISO 8601 or epoch milliseconds. */
export const Time = (description: string) =>
  Type.Unsafe<string | number>({ type: ["string", "number"], minLength: 1, maxLength: 64, description });

export const OptionalTime = (description: string) =>
  Type.Optional(
    Type.Unsafe<string | number | null>({ type: ["string", "number", "null"], maxLength: 64, description }),
  );
