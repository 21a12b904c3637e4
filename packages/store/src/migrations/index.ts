import type { DialectWords } from "./dialect.ts";
import { foundation } from "./0001-foundation.ts";
import { play } from "./0002-play.ts";
import { coding } from "./0003-coding.ts";

export interface Migration {
  readonly name: string;
  /** The statements, in order, for the engine whose words are given. */
  readonly statements: (words: DialectWords) => string[];
}

/** In the order they run. A name, once released, never changes. */
export const migrations: readonly Migration[] = [
  { name: "0001-foundation", statements: foundation },
  { name: "0002-play", statements: play },
  { name: "0003-coding", statements: coding },
];
