import { HearthError } from "@hearth/core/errors";
import { sqliteWords } from "../../migrations/dialect.ts";
import { migrations } from "../../migrations/index.ts";
import type { Connection } from "./open.ts";

/**
 * Brings the database to this program's version, each migration in one transaction.
 * @throws HearthError `conflict` where a newer program has written the database
 */
export function migrate(database: Connection): void {
  database.exec("create table if not exists migrations (name text primary key, applied_at integer not null)");
  const applied = new Set(
    database
      .prepare<[], { name: string }>("select name from migrations")
      .all()
      .map(({ name }) => name),
  );
  const unknown = [...applied].filter((name) => !migrations.some((known) => known.name === name));
  if (unknown.length > 0) {
    throw new HearthError(
      "conflict",
      `The data folder was written by a newer Hearth (it knows ${unknown.join(", ")}): start that version or newer, or restore a backup made by this one.`,
    );
  }
  for (const { name, statements } of migrations) {
    if (applied.has(name)) continue;
    database
      .transaction(() => {
        const done = database.prepare("insert or ignore into migrations values (?, ?)").run(name, Date.now());
        if (done.changes === 0) return;
        for (const statement of statements(sqliteWords)) database.exec(statement);
      })
      .immediate();
  }
}
