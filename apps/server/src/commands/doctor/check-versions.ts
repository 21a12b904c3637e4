import { migrations } from "@hearth/store/migrations/index";
import type { Connection } from "@hearth/store/engines/sqlite/open";
import { version } from "../../version.ts";
import { note, ok, wrong, type Finding } from "./finding.ts";

/** Whether program and database are of one version: other checks need them to be. */
export function checkVersions(connection: Connection): Finding {
  const applied = connection.prepare<[], string>("select name from migrations order by name").pluck().all();
  const sqlite = connection.prepare<[], string>("select sqlite_version()").pluck().get()!;
  const found = `Hearth ${version}, Node ${process.versions.node}, SQLite ${sqlite}, database at ${applied.at(-1) ?? "the beginning"}`;
  const unknown = applied.filter((name) => !migrations.some((known) => known.name === name));
  if (unknown.length > 0) {
    return wrong(
      "versions",
      found,
      "a newer Hearth wrote the database: use that version or a newer one",
      unknown,
    );
  }
  const pending = migrations.map(({ name }) => name).filter((name) => !applied.includes(name));
  if (pending.length > 0) {
    return note("versions", found, "the next start of the server brings the database up to date", pending);
  }
  return ok("versions", found);
}
