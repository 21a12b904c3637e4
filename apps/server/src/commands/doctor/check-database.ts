import type { Connection } from "@hearth/store/engines/sqlite/open";
import { ok, wrong, type Finding } from "./finding.ts";

interface BrokenReference {
  readonly table: string;
  readonly rowid: number | null;
  readonly parent: string;
}

/** The engine's own checks: every page, every index, every reference. */
export function checkDatabase(connection: Connection): Finding[] {
  const faults = connection.prepare<[], string>("pragma integrity_check(100)").pluck().all();
  if (faults[0] !== "ok") {
    return [
      wrong("integrity", "the database is damaged", "restore the last backup: hearth restore FILE", faults),
    ];
  }
  const broken = connection
    .prepare<[], BrokenReference>('select "table", rowid, parent from pragma_foreign_key_check limit 100')
    .all();
  if (broken.length > 0) {
    return [
      ok("integrity", "every page and index is sound"),
      wrong(
        "references",
        "rows point to others that are gone",
        "restore the last backup: hearth restore FILE",
        broken.map(({ table, rowid, parent }) => `${table} row ${rowid} → ${parent}`),
      ),
    ];
  }
  return [ok("integrity", "every page, index and reference is sound")];
}
