import type { Connection } from "@hearth/store/engines/sqlite/open";
import type { DataFolder } from "../data-folder.ts";
import { DiskStore } from "../files/disk-store.ts";

/** Unlinks the files of deleted rows. Stopped half way, the next one, or the server, goes on. */
export async function removeErasedFiles(connection: Connection, folder: DataFolder): Promise<number> {
  const store = new DiskStore(folder.files, folder.incoming);
  const keys = connection.prepare<[], string>("select storage_key from file_removals").pluck().all();
  const forget = connection.prepare<[string]>("delete from file_removals where storage_key = ?");
  for (const key of keys) {
    await store.remove(key);
    forget.run(key);
  }
  return keys.length;
}
