import type { Mode } from "@hearth/core/access/secret-format";
import type { Kysely } from "kysely";
import type { PublicIds } from "@hearth/core/identity/public-id";
import type { Schema } from "./schema.ts";

/** Whose data is meant: no other organization's, and none of the other mode, is ever seen beside it. */
export interface Tenant {
  readonly organizationId: number;
  /** Test data and live data of an organization are apart; the play side is all live. */
  readonly mode: Mode;
}

/** What every question and command is given. The tenant is here and nowhere else. */
export interface StoreContext extends Tenant {
  readonly db: Kysely<Schema>;
  readonly ids: PublicIds;
  /** Seals the cursors of paged lists (`cursor.ts`). */
  readonly cursorKey: Uint8Array;
  /** Epoch milliseconds of the request. */
  readonly now: number;
}

/** Reads; runs on a read-only connection in the reader's thread. */
export type Question<Input, Output> = (context: StoreContext, input: Input) => Promise<Output>;

/** Writes; runs inside a transaction that the caller opens and commits. */
export type Command<Input, Output> = (context: StoreContext, input: Input) => Promise<Output>;
