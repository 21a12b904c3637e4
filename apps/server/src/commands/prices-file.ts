import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { readOverrideFile } from "@hearth/prices";
import type { PriceFileText } from "@hearth/prices";
import type { DataFolder } from "../data-folder.ts";
import { syncFolder } from "./archive/sync-folder.ts";
import type { Call } from "./command.ts";
import { makeStore, withStore } from "./store.ts";
import { transaction } from "./transaction.ts";

export const priceFileText = ({ prices: path }: DataFolder): PriceFileText => ({
  path,
  text: readOverrideFile(path),
});

/**
 * Changes the price file of the data folder, all of it or nothing. The database's turn to write keeps two
 * commands from losing each other's change.
 */
export async function changePriceFile<Change extends { readonly text: string }>(
  call: Pick<Call, "folder" | "now" | "note">,
  change: (file: PriceFileText) => Change,
): Promise<Change> {
  await makeStore(call);
  return await withStore(call.folder, async (connection) => {
    return await transaction(connection, "write", async () => {
      const changed = change(priceFileText(call.folder));
      replaceFile(call.folder, changed.text);
      return changed;
    });
  });
}

function replaceFile({ root, prices }: DataFolder, text: string): void {
  const part = `${prices}.part`;
  rmSync(part, { force: true });
  try {
    const descriptor = openSync(part, "wx", 0o600);
    try {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(part, prices);
  } finally {
    rmSync(part, { force: true });
  }
  syncFolder(root);
}
