import type { StoreContext } from "../../context.ts";
import type { Ledger } from "./ledger.ts";

/** What a deletion is given: it also leaves a mark that outlives the restore of a backup. */
export interface ErasureContext extends StoreContext {
  readonly ledger: Ledger;
}

/** Deletes; runs inside a transaction that the caller opens and commits. */
export type ErasureCommand<Input, Output> = (context: ErasureContext, input: Input) => Promise<Output>;

/** What removing rows takes; the rows given to it were found within their tenant. */
export type RemovalContext = Pick<StoreContext, "db" | "ids" | "now">;
