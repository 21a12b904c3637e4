import { HearthError } from "@hearth/core/errors";

const longestId = 256;
const longestEmail = 254;
const unprintable = /[\p{Cc}\p{Cs}]/u;

/**
 * An id that signals may name.
 * @throws HearthError `invalid_request`
 */
export function checkedUserId(id: string): string {
  if (id !== "" && id === id.trim() && id.length <= longestId && !unprintable.test(id)) return id;
  const fault = `must have 1 to ${longestId} printable characters, none of them a blank at an end`;
  throw new HearthError("invalid_request", `The id of the user ${fault}.`, [{ path: "id", message: fault }]);
}

/**
 * An address without the blanks around it; null for none.
 * @throws HearthError `invalid_request`
 */
export function checkedEmail(text: string | null | undefined): string | null {
  const email = text?.trim() ?? "";
  if (email === "") return null;
  if (email.length <= longestEmail && !unprintable.test(email) && /^[^\s@]+@[^\s@]+$/.test(email))
    return email;
  const fault = `must be an address such as ada@example.com, of at most ${longestEmail} characters`;
  throw new HearthError("invalid_request", `The email ${fault}.`, [{ path: "email", message: fault }]);
}
