import { join } from "node:path";
import { kyselyOver } from "@hearth/store/engines/sqlite/kysely-over";
import { openWriter } from "@hearth/store/engines/sqlite/open";
import type { ErasureContext } from "@hearth/store/games/erasure/context";
import { ledgerAt } from "@hearth/store/games/erasure/ledger";
import { cursorKeyOf, publicIdsOf } from "@hearth/store/settings";
import { dataFolder, readSecret } from "../apps/server/src/data-folder.ts";

/** Of the organization every data folder starts with. */
const firstOrganization = 1;

/** Runs commands of the store on a data folder, in one transaction, as another process beside the server. */
export async function withStore<Result>(
  folder: string,
  work: (context: ErasureContext) => Promise<Result>,
): Promise<Result> {
  const database = openWriter(join(folder, "hearth.db"));
  const places = dataFolder(folder);
  try {
    database.exec("begin immediate");
    const result = await work({
      db: kyselyOver(database),
      ids: publicIdsOf(database),
      cursorKey: cursorKeyOf(database),
      mode: "live",
      organizationId: firstOrganization,
      now: Date.now(),
      ledger: ledgerAt(places.erasures, readSecret(places)),
    });
    database.exec("commit");
    return result;
  } finally {
    database.close();
  }
}
