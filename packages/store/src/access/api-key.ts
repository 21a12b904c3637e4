import type { Selectable } from "kysely";
import { isScope, type Scope } from "@hearth/core/access/scopes";
import type { Mode } from "@hearth/core/access/secret-format";
import type { ApiKeysTable } from "../schema.ts";
import { credentialOf, type Credential } from "./credential.ts";

/** An API key on the wire. */
export interface ApiKey extends Credential {
  readonly name: string;
  readonly mode: Mode;
  readonly scopes: readonly Scope[];
}

export const apiKeyOf = (row: Selectable<ApiKeysTable>): ApiKey => ({
  ...credentialOf(row),
  name: row.name,
  mode: row.mode,
  scopes: scopesOf(row.scopes),
});

/** Scopes out of the column that holds them, a blank between two. */
export const scopesOf = (text: string): Scope[] => text.split(" ").filter(isScope);
