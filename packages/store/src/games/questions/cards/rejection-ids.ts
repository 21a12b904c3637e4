import { createHmac } from "node:crypto";
import { PublicIds } from "@hearth/core/identity/public-id";
import type { StoreContext } from "../../../context.ts";

type Keyed = Pick<StoreContext, "cursorKey">;

/** A rejection is refused anew on later days under the same row: its id holds no day. */
const noDay = 18_262;

/** The public id of a rejection: of a key of its own, so that it opens nothing else. */
export const rejectionId = (context: Keyed, row: number): string =>
  rejectionIds(context).encode("report", noDay, row);

/** The row id of a rejection's public id, or undefined where it is none. */
export const rejectionRow = (context: Keyed, id: string): number | undefined =>
  rejectionIds(context).rowOf("report", id);

function rejectionIds({ cursorKey }: Keyed): PublicIds {
  const key = createHmac("sha256", cursorKey).update("rejection").digest();
  return new PublicIds(Array.from({ length: PublicIds.keyWords }, (_, word) => key.readInt32BE(4 * word)));
}
