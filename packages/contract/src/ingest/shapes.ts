import { type TSchema, type TUnsafe, Type } from "../schema.ts";

/** An id that a game may leave out, send as null or as an empty string: all three mean none. */
export const OptionalId = (description: string) =>
  Type.Optional(Nullable(Type.String({ maxLength: 128, description })));

/** Game engines write null for what is not set. */
export const Nullable = <Shape extends TSchema>(shape: Shape) => Type.Union([shape, Type.Null()]);

export const OptionalText = (maxLength: number, description: string) =>
  Type.Optional(Nullable(Type.String({ maxLength, description })));

/** A closed list of words. */
export const Words = <Word extends string>(words: readonly Word[], description: string): TUnsafe<Word> =>
  Type.Unsafe<Word>({ type: "string", enum: [...words], description });

/** Any JSON object; what is in it is the game's own. */
export const FreeObject = (description: string) =>
  Type.Object({}, { description, additionalProperties: true });
