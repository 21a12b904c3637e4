import { HearthError } from "@hearth/core/errors";
import type { WriterCommand } from "../writer-command.ts";
import { codingScope } from "../coding-scope-of.ts";

/**
 * Deletes a coding session by any of its ids, with its calls and signals: resends are answered as deleted.
 * @throws HearthError `not_found`, the same for what does not exist and what is another's
 */
export const deleteCodingSession: WriterCommand<{ session: string }, void> = async (context, { session }) => {
  const coding = await context.coding();
  const hashes = coding.deleteSession(await codingScope(context), session);
  if (!hashes) {
    throw new HearthError("not_found", "There is no such session here: list sessions to find its id.");
  }
  if (hashes.length > 0) context.ledger.appendCalls(hashes, context.now);
};
