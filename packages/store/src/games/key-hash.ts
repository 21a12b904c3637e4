import { hash } from "node:crypto";
import { type KeyKind, keyText } from "@hearth/core/games/key-text";

const hashLength = 16;

/** What `play_keys` holds of a key: the first 16 octets of its text's SHA-256. */
export const keyHash = (kind: KeyKind, text: string): Buffer =>
  hash("sha256", keyText(kind, text), "buffer").subarray(0, hashLength);

/** The same for an event's supplied id, from the 16 octets stored with the event. */
export const suppliedIdHash = (suppliedId: Uint8Array): Buffer => keyHash("event", uuidOf(suppliedId));

const uuidOf = (octets: Uint8Array): string =>
  Buffer.from(octets)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
