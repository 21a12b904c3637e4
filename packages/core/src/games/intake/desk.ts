import type { IdKind, PublicIds } from "../../identity/public-id.ts";
import { dayOf } from "../../identity/public-id.ts";
import { type KeyKind, keyText } from "../key-text.ts";
import type { PlayChanges } from "./changes.ts";
import type { BuildFact, KeyHash, PlayFacts } from "./facts.ts";

/**
 * What a decision works with: what is known (`facts` already see the changes of requests decided before
 * in the same group), what it wants written, and the two things it cannot make itself: row ids and hashes.
 */
export interface PlayDesk {
  readonly facts: PlayFacts;
  readonly changes: PlayChanges;
  readonly ids: PublicIds;
  nextRow(kind: IdKind): number;
  /** First 16 octets of the text's SHA-256, in hexadecimal. */
  digest(text: string): string;
}

export const keyHash = (desk: PlayDesk, kind: KeyKind, text: string): KeyHash =>
  desk.digest(keyText(kind, text));

/** The public id of a build. */
export const buildPublicId = (desk: PlayDesk, build: BuildFact): string =>
  desk.ids.encode("build", dayOf(build.createdAt), build.id);
