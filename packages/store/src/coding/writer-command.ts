import type { ErasureContext } from "../games/erasure/context.ts";
import type { CodingBook } from "./coding-book.ts";

/** What the writer's commands are given. */
export interface WriterContext extends ErasureContext {
  /** The coding side, which has an engine of its own; opened when first asked for. */
  readonly coding: () => Promise<CodingBook>;
}

/** Changes calls, too; runs inside a transaction that the caller opens and commits. */
export type WriterCommand<Input, Output> = (context: WriterContext, input: Input) => Promise<Output>;
