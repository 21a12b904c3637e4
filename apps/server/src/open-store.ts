import { type FolderLock, lockFolder } from "@hearth/store/engines/sqlite/folder-lock";
import { migrate } from "@hearth/store/engines/sqlite/migrate";
import { type Connection, openReader, openWriter } from "@hearth/store/engines/sqlite/open";
import { sqliteLookups } from "@hearth/store/engines/sqlite/sqlite-lookups";
import type { PublicIds } from "@hearth/core/identity/public-id";
import type { Lookups } from "@hearth/store/lookups";
import { publicIdsOf } from "@hearth/store/settings";
import { Checkpoints } from "./checkpoints/checkpoints.ts";
import { type DataFolder, createFolders, dataFolder, readSecret } from "./data-folder.ts";
import type { FirstSecrets } from "./first-start.ts";
import { WriterClient } from "./intake/writer-client.ts";
import { ReaderClient } from "./reading/reader-client.ts";

/** The data folder in use, with the threads that write and read it. */
export interface OpenStore {
  readonly folder: DataFolder;
  readonly secret: string;
  readonly ids: PublicIds;
  readonly lookups: Lookups;
  readonly writer: WriterClient;
  readonly reader: ReaderClient;
  readonly checkpoints: Checkpoints;
  /** Secrets made because there were none. */
  readonly first: FirstSecrets;
  /** Lets the threads finish and lets go of the folder. */
  close(): Promise<void>;
}

/**
 * Takes the data folder, brings it to this version and sets its threads going.
 * @param onCommit told how many requests one commit stored, in how many milliseconds
 * @throws HearthError `conflict` where another server holds the folder or a newer one wrote it
 */
export async function openStore(
  data: string,
  onCommit: (requests: number, ms: number) => void,
): Promise<OpenStore> {
  const folder = dataFolder(data);
  createFolders(folder);
  const lock = lockFolder(folder.lock);
  const { first, ids } = await prepare(folder, lock);
  const secret = readSecret(folder);
  const { database: file, erasures: ledger, prices } = folder;
  const writer = new WriterClient({ database: file, ledger, secret, prices }, onCommit);
  const checkpoints = new Checkpoints(folder.database);
  const reader = new ReaderClient({ database: folder.database });
  const database = openReader(folder.database);
  return {
    folder,
    secret,
    ids,
    lookups: sqliteLookups(database),
    writer,
    reader,
    checkpoints,
    first,
    async close() {
      await reader.stop();
      await checkpoints.stop();
      await writer.stop();
      database.close();
      lock.release();
    },
  };
}

async function prepare(
  folder: DataFolder,
  lock: FolderLock,
): Promise<{ first: FirstSecrets; ids: PublicIds }> {
  const database = openWriter(folder.database);
  try {
    migrate(database);
    const ids = publicIdsOf(database);
    if (hasCredentials(database)) return { first: { gameToken: null, apiKey: null }, ids };
    const { ensureDefaults } = await import("./first-start.ts");
    return { first: await ensureDefaults(database), ids };
  } catch (error) {
    lock.release();
    throw error;
  } finally {
    database.close();
  }
}

/** Whether a first start has been: only then there is nothing to make, and its code is not loaded. */
const hasCredentials = (database: Connection): boolean =>
  database
    .prepare("select 1 where exists (select 1 from api_keys) and exists (select 1 from game_tokens)")
    .get() !== undefined;
