import { HearthError } from "@hearth/core/errors";
import { storableText } from "@hearth/core/json/storable-text";
import type { WriterCommand } from "./writer-command.ts";
import type { ErasedUser } from "./coding-book.ts";
import { codingScope } from "./coding-scope-of.ts";

/**
 * Erases a developer: every call and signal of his, live and test, his devices and his entry among the users. The
 * deletion is in the ledger before it commits, even where nothing was found: a backup may still hold it.
 * @throws HearthError `invalid_request` where nobody is named
 */
export const eraseUser: WriterCommand<{ user: string }, ErasedUser> = async (context, input) => {
  const user = storableText(input.user);
  if (user === "") {
    throw new HearthError("invalid_request", "Nobody is named for erasure: send the user's id.", [
      { path: "user", message: "must be given" },
    ]);
  }
  const coding = await context.coding();
  const scope = await codingScope(context);
  const live = coding.eraseUser({ ...scope, test: 0 }, user);
  const test = coding.eraseUser({ ...scope, test: 1 }, user);
  const { organization } = scope;
  context.ledger.append({ organization, project: "", kind: "user", identifier: user, at: context.now });
  return { calls: live.calls + test.calls, signals: live.signals + test.signals };
};
