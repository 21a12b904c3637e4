import type { Selectable } from "kysely";
import type { Mode } from "@hearth/core/access/secret-format";
import type { DevicesTable } from "../schema.ts";
import { credentialOf, type Credential } from "./credential.ts";

/** A device that sends coding sessions, on the wire. */
export interface Device extends Credential {
  /** Whose sessions it sends. */
  readonly user: string;
  readonly mode: Mode;
}

export const deviceOf = (row: Selectable<DevicesTable>): Device => ({
  ...credentialOf(row),
  user: row.name,
  mode: row.mode,
});
