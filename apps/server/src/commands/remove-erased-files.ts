import { clearFileRemovals } from "@hearth/store/games/uploads/clear-file-removals";
import type { Connection } from "@hearth/store/engines/sqlite/open";
import type { DataFolder } from "../data-folder.ts";
import { DiskStore } from "../files/disk-store.ts";
import { storeContext } from "./store-context.ts";
import { transaction } from "./transaction.ts";

const filesPerStep = 200;

/** Unlinks the files of deleted rows. Stopped half way, the next one, or the server, goes on. */
export async function removeErasedFiles(
  connection: Connection,
  folder: DataFolder,
  now: number,
): Promise<void> {
  const store = new DiskStore(folder.files, folder.incoming);
  const next = connection
    .prepare<[], string>(`select storage_key from file_removals limit ${filesPerStep}`)
    .pluck();
  for (let storageKeys = next.all(); storageKeys.length > 0; storageKeys = next.all()) {
    for (const key of storageKeys) await store.remove(key);
    await transaction(connection, "write", async () => {
      await clearFileRemovals(storeContext(connection, now, 0), { storageKeys });
    });
  }
}
