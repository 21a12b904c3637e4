import { existsSync } from "node:fs";
import { HearthError } from "@hearth/core/errors";
import type { StoreContext } from "@hearth/store/context";
import { migrate } from "@hearth/store/engines/sqlite/migrate";
import { openWriter, type Connection } from "@hearth/store/engines/sqlite/open";
import { createFolders, readSecret, type DataFolder } from "../data-folder.ts";
import { ensureFirstProject } from "../first-start.ts";
import type { Call } from "./command.ts";
import { onlyOrganization } from "./only-organization.ts";
import { storeContext } from "./store-context.ts";
import { transaction } from "./transaction.ts";

type Place = Pick<Call, "folder" | "now" | "note">;
type Work<Result> = (context: StoreContext) => Promise<Result>;

/** Reads one moment of an existing data folder. */
export async function readStore<Result>(
  place: Place,
  organization: string | undefined,
  work: Work<Result>,
): Promise<Result> {
  return await withTenant(place, organization, "read", work);
}

/** Changes an existing data folder, all of it or nothing. */
export async function changeStore<Result>(
  place: Place,
  organization: string | undefined,
  work: Work<Result>,
): Promise<Result> {
  return await withTenant(place, organization, "write", work);
}

/** As `changeStore`, on a folder that is made first where it does not exist. */
export async function makeInStore<Result>(
  place: Place,
  organization: string | undefined,
  work: Work<Result>,
): Promise<Result> {
  await makeStore(place);
  return await withTenant(place, organization, "write", work);
}

/** Makes what is missing of a data folder, as the first start of a server does, its credentials aside. */
export async function makeStore({ folder, now, note }: Place): Promise<void> {
  if (!existsSync(folder.database)) note(`Making the data folder ${folder.root}.`);
  createFolders(folder);
  readSecret(folder);
  await withStore(folder, async (connection) => {
    await transaction(connection, "write", async () => {
      await ensureFirstProject(storeContext(connection, now, 0));
    });
  });
}

/** @throws HearthError `not_found` where the folder holds no database */
export function expectDatabase(folder: DataFolder): void {
  if (existsSync(folder.database)) return;
  throw new HearthError(
    "not_found",
    `There is no Hearth data in ${folder.root}: name the folder with --data or HEARTH_DATA, or start the server once to make it.`,
  );
}

/** The database brought to this program's version, closed again at the end. */
export async function withStore<Result>(
  folder: DataFolder,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = openWriter(folder.database);
  try {
    migrate(connection);
    return await work(connection);
  } finally {
    connection.close();
  }
}

async function withTenant<Result>(
  { folder, now }: Place,
  organization: string | undefined,
  kind: "read" | "write",
  work: Work<Result>,
): Promise<Result> {
  expectDatabase(folder);
  return await withStore(folder, async (connection) => {
    const context = storeContext(connection, now, 0);
    return await transaction(connection, kind, async () => {
      return await work({ ...context, organizationId: await onlyOrganization(context, organization) });
    });
  });
}
