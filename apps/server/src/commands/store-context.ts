import type { Mode } from "@hearth/core/access/secret-format";
import type { StoreContext } from "@hearth/store/context";
import { kyselyOver } from "@hearth/store/engines/sqlite/kysely-over";
import { type Connection } from "@hearth/store/engines/sqlite/open";
import { cursorKeyOf, publicIdsOf } from "@hearth/store/settings";

/** What questions and commands are given when they run on a connection of this process; live unless said. */
export const storeContext = (
  connection: Connection,
  now: number,
  organizationId: number,
  mode: Mode = "live",
): StoreContext => ({
  db: kyselyOver(connection),
  ids: publicIdsOf(connection),
  cursorKey: cursorKeyOf(connection),
  organizationId,
  mode,
  now,
});
