/** Characters of the name a client may give a session of its own. */
export const longestSessionName = 128;

const windowedForm = /^sess_[0-9a-f]{16}$/;

/** Whether a text looks like the id of a session the server windows itself; no client may own such a name. */
export const isWindowedId = (text: string): boolean => windowedForm.test(text);

/**
 * Who may send to a named session: the user who first used the name, and nobody else for as long as the
 * name is known.
 * @param owner the user the name belongs to; undefined where it is new
 */
export function claimName(owner: string | undefined, user: string): "new" | "own" | "foreign" {
  if (owner === undefined) return "new";
  return owner === user ? "own" : "foreign";
}
