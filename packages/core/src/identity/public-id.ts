import { BlockCipher } from "./block-cipher.ts";

/** What a public id names. The kind is inside the id: one of a session never opens an event. */
export type IdKind = "session" | "build" | "event" | "upload" | "report" | "rejection";

export interface RowIdentity {
  readonly kind: IdKind;
  /** Days since the epoch on which the row was received. */
  readonly day: number;
  /** Integer id of the row, below 2^44. */
  readonly row: number;
}

const kinds: readonly IdKind[] = ["session", "build", "event", "upload", "report", "rejection"];
const firstDay = 18_262; // 2020-01-01: sixteen bits of days reach the year 2199
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export const millisecondsPerDay = 86_400_000;
export const dayOf = (at: number): number => Math.floor(at / millisecondsPerDay);

/**
 * Row ids as UUIDs of version 8, without an index: 64 bits hold kind, day and row under a keyed
 * permutation, 58 bits are a keyed tag over them. Neither enumerable nor forgeable, and an id of our own
 * making is told from a supplied one by its tag alone.
 */
export class PublicIds {
  static readonly keyWords = 2 * BlockCipher.keyWords;
  private readonly cipher: BlockCipher;
  private readonly tagger: BlockCipher;

  /** @param key eight 32-bit words, the same for the life of the database */
  constructor(key: readonly number[]) {
    this.cipher = new BlockCipher(key.slice(0, BlockCipher.keyWords));
    this.tagger = new BlockCipher(key.slice(BlockCipher.keyWords, PublicIds.keyWords));
  }

  encode(kind: IdKind, day: number, row: number): string {
    const { cipher, tagger } = this;
    const rowHigh = Math.floor(row / 0x1_0000_0000);
    cipher.encrypt((kinds.indexOf(kind) << 28) | ((day - firstDay) << 12) | rowHigh, row | 0);
    const { high, low } = cipher;
    tagger.encrypt(high, low);
    const second = (low & 0xffff_0000) | 0x8000 | (tagger.high >>> 20);
    const third = 0x8000_0000 | ((low & 0xffff) << 14) | ((tagger.high >>> 6) & 0x3fff);
    return `${word(high)}-${half(second >>> 16)}-${half(second)}-${half(third >>> 16)}-${half(third)}${word(tagger.low)}`;
  }

  /** The row an id names, or undefined where it is not one of ours: malformed, foreign or forged. */
  decode(text: string): RowIdentity | undefined {
    const id = text.toLowerCase();
    if (!uuidShape.test(id)) return undefined;
    const high = parseInt(id.slice(0, 8), 16) | 0;
    const second = parseInt(id.slice(9, 13) + id.slice(14, 18), 16) | 0;
    const third = parseInt(id.slice(19, 23) + id.slice(24, 28), 16) | 0;
    const last = parseInt(id.slice(28), 16) | 0;
    const low = (second & 0xffff_0000) | ((third >>> 14) & 0xffff);
    const { cipher, tagger } = this;
    tagger.encrypt(high, low);
    const differs =
      (tagger.low ^ last) |
      ((tagger.high >>> 20) ^ (second & 0xfff)) |
      (((tagger.high >>> 6) & 0x3fff) ^ (third & 0x3fff));
    if (differs !== 0) return undefined;
    cipher.decrypt(high, low);
    const kind = kinds[cipher.high >>> 28];
    if (kind === undefined) return undefined;
    return {
      kind,
      day: ((cipher.high >>> 12) & 0xffff) + firstDay,
      row: (cipher.high & 0xfff) * 0x1_0000_0000 + (cipher.low >>> 0),
    };
  }

  /** The row number of an id of the given kind, or undefined. */
  rowOf(kind: IdKind, text: string): number | undefined {
    const identity = this.decode(text);
    return identity?.kind === kind ? identity.row : undefined;
  }
}

const half = (bits: number): string => hex[(bits >>> 8) & 255]! + hex[bits & 255]!;
const word = (bits: number): string => half(bits >>> 16) + half(bits);
