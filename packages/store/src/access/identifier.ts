import { randomBytes } from "node:crypto";

/** What stands before the underscore of a text id. */
export type IdentifierKind = "org" | "proj" | "env" | "tok" | "key" | "dev" | "job";

/** A new text id such as `proj_4f0c9a1be27d5530`. */
export const newIdentifier = (kind: IdentifierKind): string => `${kind}_${randomBytes(8).toString("hex")}`;

/** Whether `text` has the shape of a text id, which no name may have. */
export const isIdentifier = (text: string): boolean =>
  /^(org|proj|env|tok|key|dev|job)_[0-9a-f]{16}$/.test(text);
