import { randomBytes } from "node:crypto";

/** A new id such as `team_4f0c9a1be27d5530`. */
export const newPersonId = (kind: "user" | "team"): string => `${kind}_${randomBytes(8).toString("hex")}`;
