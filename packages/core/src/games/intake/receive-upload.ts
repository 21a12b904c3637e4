import { HearthError } from "../../errors.ts";
import { dayOf } from "../../identity/public-id.ts";
import type { PlayDesk } from "./desk.ts";

/**
 * Notes that the bytes of an upload are stored. The first complete one wins.
 * @throws HearthError `conflict` where one came before, `not_found` where the upload was deleted meanwhile
 */
export function receiveUpload(desk: PlayDesk, now: number, arrival: { id: number; bytes: number }): void {
  const upload = desk.facts.upload(arrival.id);
  if (!upload) {
    throw new HearthError(
      "not_found",
      "This upload was deleted: ask for a new one if the file is still wanted.",
    );
  }
  if (upload.arrived) {
    throw new HearthError(
      "conflict",
      "The file of this upload is stored already: ask for a new upload to send another.",
    );
  }
  const { id, bytes } = arrival;
  desk.changes.arrivals.set(id, { id, tokenId: upload.tokenId, bytes, at: now, day: dayOf(now) });
}
