import { type TSchema, Type } from "../schema.ts";
import { Nullable } from "../ingest/shapes.ts";

/** ISO 8601 with milliseconds and `Z`. */
export const Instant = (description?: string) =>
  Type.String({ format: "date-time", ...(description !== undefined && { description }) });

export const Count = (description?: string) =>
  Type.Integer({ minimum: 0, ...(description !== undefined && { description }) });

export const PublicId = (description?: string) =>
  Type.String({ format: "uuid", ...(description !== undefined && { description }) });

export const NullableText = (description?: string) =>
  Nullable(Type.String(description === undefined ? {} : { description }));

/** A part of a whole, 0 to 1; null where there is no whole. */
export const Rate = (description: string) => Nullable(Type.Number({ description }));

/** JSON as its sender wrote it. */
export const SentJson = (description: string) => Type.Unknown({ description });

/** A filter of a list: a text, whole unless said. */
export const Filter = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 256, description }));

/** Filters by a stretch of time. */
export const timeFilters = (what: string) => ({
  from: Filter(`${what} then or later, ISO 8601.`),
  to: Filter(`${what} before, ISO 8601.`),
});

/** Query members of a list in pages. */
export const pageFilters = {
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 4_096,
      description: "nextCursor of the page before. It carries filters, order and page size.",
    }),
  ),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 200, description: "Items a page; 50 unless said." }),
  ),
};

export const orderFilter = (usual: "asc" | "desc") => ({
  order: Type.Optional(
    Type.Unsafe<"asc" | "desc">({
      type: "string",
      enum: ["asc", "desc"],
      description: `By time; ${usual} unless said.`,
    }),
  ),
});

const nextCursor = NullableText("Asks for the next page; null on the last one.");

/** One page of a list that counts. */
export const PageOf = <Item extends TSchema>(item: Item) =>
  Type.Object({
    items: Type.Array(item),
    total: Count("Items of the whole list when its first page was answered."),
    nextCursor,
  });

/** One page of a list that does not count. */
export const UncountedPageOf = <Item extends TSchema>(item: Item) =>
  Type.Object({ items: Type.Array(item), nextCursor });

export const ListOf = <Item extends TSchema>(item: Item) => Type.Object({ items: Type.Array(item) });
