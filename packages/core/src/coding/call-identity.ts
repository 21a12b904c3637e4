import type { Mode } from "../access/secret-format.ts";

/** Within which calls are told apart: two organizations, and live and test data, share nothing. */
export interface IdentityScope {
  /** Public id. */
  readonly organization: string;
  readonly mode: Mode;
}

/** SHA-256 of the text in hexadecimal: the one thing identity needs from outside. */
export type Digest = (text: string) => string;

/** The provider's id of the answer, which every copy of a call carries. */
export const messageKey = (adapter: string, id: string): string => `message:${adapter}:${id}`;

/** The provider's id of the request: what telemetry knows. Global, so it names no adapter. */
export const requestKey = (id: string): string => `request:${id}`;

/**
 * For tools whose records carry no id that lasts.
 * @param within what else tells two such calls apart: the adapter, for live signals also the user
 */
export const timeKey = (
  within: readonly string[],
  time: number,
  model: string | null,
  tokensIn: number | null,
  tokensOut: number | null,
): string => `time:${JSON.stringify([time, model, tokensIn, tokensOut, ...within])}`;

/** Message before whatever else a client calls it, before request, before time and counts. */
function keyRank(key: string): number {
  if (key.startsWith("message:") || key.startsWith("msg_")) return 0;
  if (key.startsWith("request:") || key.startsWith("req_")) return 2;
  return key.startsWith("time:") ? 3 : 1;
}

/** Negative where `a` is the better key. */
export const compareKeys = (a: string, b: string): number =>
  keyRank(a) - keyRank(b) || (a < b ? -1 : a > b ? 1 : 0);

/** Every key of two lists once, the best first. */
export function joinKeys(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a === b || (a.length === b.length && a.every((key, at) => key === b[at]))) return a;
  return orderKeys([...a, ...b]);
}

export const orderKeys = (keys: readonly string[]): readonly string[] =>
  keys.length < 2 ? keys : [...new Set(keys)].toSorted(compareKeys);

/** 64 hexadecimal digits; a call is found by the hash of any of its keys, each kept as long as it lives. */
export const keyHash = (digest: Digest, { organization, mode }: IdentityScope, key: string): string =>
  digest(`${organization}\n${mode}\n${key}`);

/** @param hash of the call's best key */
export const eventId = (hash: string): string => `evt_${hash.slice(0, 32)}`;

/** What a call's position is told by, and what names the session that the call begins. */
export const positionHash = (hash: string): string => hash.slice(0, 16);

/** @param hash of the earliest call's best key, or that call's position hash */
export const windowedSessionId = (hash: string): string => `sess_${hash.slice(0, 16)}`;

/** @param hash of the key the signal is stored under; a call's signal has the digits of its event */
export const signalId = (hash: string): string => `sig_${hash.slice(0, 32)}`;

/** The hash of a signal that is no call: its key may be that of a call it tells of. */
export const signalHash = (
  digest: Digest,
  { organization, mode }: IdentityScope,
  type: string,
  key: string,
): string => digest(`signal\n${organization}\n${mode}\n${type}\n${key}`);

const idShape = /^(evt|sig)_([0-9a-f]{32})$|^(sess)_([0-9a-f]{16})$/;

/**
 * The first 16 digits of the hash that a public id was made of, by which its call is looked up, or
 * undefined where the text is no such id. Longer ids are compared whole on a hit.
 */
export function hashPrefixOf(id: string): string | undefined {
  const match = idShape.exec(id);
  return match ? (match[2] ?? match[4])!.slice(0, 16) : undefined;
}
