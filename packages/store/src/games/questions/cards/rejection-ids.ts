import type { StoreContext } from "../../../context.ts";

/** A rejection is refused anew on later days under the same row: its id holds no day. */
const noDay = 18_262;

export const rejectionId = ({ ids }: Pick<StoreContext, "ids">, row: number): string =>
  ids.encode("rejection", noDay, row);

/** The row id of a rejection's public id, or undefined where it is none. */
export const rejectionRow = ({ ids }: Pick<StoreContext, "ids">, id: string): number | undefined =>
  ids.rowOf("rejection", id);
