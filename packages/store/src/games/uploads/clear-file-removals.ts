import type { Command } from "../../context.ts";

/** Notes that the files of deleted rows are gone from the disk. */
export const clearFileRemovals: Command<{ storageKeys: string[] }, void> = async (
  { db },
  { storageKeys },
) => {
  await db.deleteFrom("file_removals").where("storage_key", "in", storageKeys).execute();
};
