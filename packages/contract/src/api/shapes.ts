import { type TSchema, Type } from "../schema.ts";
import { NullableText } from "../console/shapes.ts";

/** Query members of every list of `/api/v1`. */
export const apiPageFilters = {
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 12_288,
      description: "cursor of the page before. It carries filters, order and page size.",
    }),
  ),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, description: "Items a page; 20 unless said." }),
  ),
};

const page = <Item extends TSchema>(item: Item) => ({
  data: Type.Array(item),
  cursor: NullableText("Asks for the next page; null on the last one."),
  has_more: Type.Boolean({ description: "Whether there is a next page." }),
});

/** One page of a list that does not count. */
export const ApiPageOf = <Item extends TSchema>(item: Item) => Type.Object(page(item));

/** One page of a list that counts. */
export const CountedApiPageOf = <Item extends TSchema>(item: Item) =>
  Type.Object({
    ...page(item),
    total: Type.Integer({
      minimum: 0,
      description: "Items of the whole list when its first page was answered.",
    }),
  });
