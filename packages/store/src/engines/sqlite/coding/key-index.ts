import { keyKinds } from "../../../coding/coding-schema.ts";
import type { Connection } from "../open.ts";
import { BlockInsert, type Value } from "./block-insert.ts";

/** Where the call or signal of a key stands. Hashes are hexadecimal. */
export interface KeyPlace {
  readonly kind: number;
  readonly streamId: number;
  readonly time: number;
  /** Position hash; of a deleted key the rest of the key's own hash. */
  readonly hash: string;
}

interface KeyRow {
  readonly nth: number;
  readonly kind: number;
  readonly stream_id: number;
  readonly time: number;
  readonly hash: Uint8Array | null;
}

const prefixLength = 16;
const columns = "organization_id, prefix, nth, kind, stream_id, time, hash";

/**
 * Keys by the first 8 bytes of their hash. Two keys may share these: whoever reads a place compares what
 * stands there with the key it looked for.
 */
export class KeyIndex {
  private readonly select;
  private readonly insertion: BlockInsert;
  private readonly insert;
  private readonly move;
  /** Beginnings of hashes that no key had when it was looked for. */
  private readonly vacant = new Set<string>();
  private waiting: Value[][] = [];

  constructor(database: Connection) {
    this.select = database.prepare<[number, string], KeyRow>(
      "select nth, kind, stream_id, time, hash from coding_keys where organization_id = ? and prefix = unhex(?)",
    );
    this.insertion = new BlockInsert(database, "coding_keys", columns, ["prefix", "hash"]);
    this.insert = database.prepare<[number, string, number, number, number, number, string | null]>(
      `insert into coding_keys (${columns})
        values (?, unhex(?), ?, ?, ?, ?, unhex(?)) on conflict do nothing`,
    );
    this.move = database.prepare<[number, number, number, string | null, number, string, number]>(
      `update coding_keys set kind = ?, stream_id = ?, time = ?, hash = unhex(?)
        where organization_id = ? and prefix = unhex(?) and nth = ?`,
    );
  }

  /** Everything that keys with the beginning of this hash stand for. */
  find(organizationId: number, hash: string): KeyPlace[] {
    const prefix = hash.slice(0, prefixLength);
    const first = this.select.get(organizationId, prefix);
    if (!first) {
      this.vacant.add(prefix);
      return [];
    }
    this.vacant.delete(prefix);
    const rows = this.rows(organizationId, hash);
    return rows.map((row) => placeOf(row, hash));
  }

  /**
   * Puts a key at its place; one that is new is written by `flush`.
   * @param was the place it had, if any
   */
  put(organizationId: number, hash: string, place: KeyPlace, was: KeyPlace | undefined): void {
    const prefix = hash.slice(0, prefixLength);
    const { kind, streamId, time } = place;
    const isOwn = kind !== keyKinds.deleted && place.hash === prefix;
    const bytes = isOwn ? null : place.hash;
    const isVacant = this.vacant.delete(prefix);
    if (was === undefined && isVacant) {
      this.waiting.push([organizationId, prefix, 0, kind, streamId, time, bytes]);
      return;
    }
    if (was === undefined) {
      this.flush();
      for (let nth = 0; ; nth++) {
        if (this.insert.run(organizationId, prefix, nth, kind, streamId, time, bytes).changes > 0) return;
      }
    }
    const row = this.rowAt(organizationId, hash, was);
    if (row) this.move.run(kind, streamId, time, bytes, organizationId, prefix, row.nth);
    else this.put(organizationId, hash, place, undefined);
  }

  /** Writes the keys that are new, in the order of the index: until then nothing finds them. */
  flush(): void {
    const rows = this.waiting.toSorted(([, a], [, b]) => (a! < b! ? -1 : 1));
    this.forget();
    this.insertion.run(rows);
  }

  /** What was found vacant may not be so any more. */
  forget(): void {
    this.waiting = [];
    this.vacant.clear();
  }

  /** Leaves of a key only that it was deleted. */
  delete(organizationId: number, hash: string, was: KeyPlace | undefined): void {
    const place = { kind: keyKinds.deleted, streamId: 0, time: 0, hash: hash.slice(prefixLength) };
    this.put(organizationId, hash, place, was);
  }

  private rows(organizationId: number, hash: string): KeyRow[] {
    return this.select.all(organizationId, hash.slice(0, prefixLength));
  }

  private rowAt(organizationId: number, hash: string, was: KeyPlace): KeyRow | undefined {
    return this.rows(organizationId, hash).find((row) => {
      const { kind, streamId, time, hash: at } = placeOf(row, hash);
      return kind === was.kind && streamId === was.streamId && time === was.time && at === was.hash;
    });
  }
}

const placeOf = ({ kind, stream_id: streamId, time, hash }: KeyRow, key: string): KeyPlace => ({
  kind,
  streamId,
  time,
  hash: hash === null ? key.slice(0, prefixLength) : Buffer.from(hash).toString("hex"),
});
