import { createHmac, randomBytes } from "node:crypto";
import { PublicIds } from "@hearth/core/identity/public-id";
import type { Connection } from "./engines/sqlite/open.ts";

/** The permutation of this database's public ids; its key is drawn when the database is made. */
export function publicIdsOf(database: Connection): PublicIds {
  const key = idKeyOf(database);
  return new PublicIds(Array.from({ length: PublicIds.keyWords }, (_, word) => key.readInt32BE(4 * word)));
}

/** What this database's cursors are sealed with, derived so that neither key tells of the other. */
export const cursorKeyOf = (database: Connection): Uint8Array =>
  createHmac("sha256", idKeyOf(database)).update("cursor").digest();

function idKeyOf(database: Connection): Buffer {
  const read = database.prepare<[], { value: string }>("select value from settings where name = 'id_key'");
  let row = read.get();
  if (!row) {
    const key = randomBytes(4 * PublicIds.keyWords).toString("hex");
    database.prepare("insert or ignore into settings values ('id_key', ?)").run(key);
    row = read.get()!;
  }
  return Buffer.from(row.value, "hex");
}
