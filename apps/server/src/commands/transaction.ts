import type { Connection } from "@hearth/store/engines/sqlite/open";

/**
 * Runs `work` in one transaction: `write` takes the writer's place at once, `read` sees one moment.
 * Nothing of it stays where it throws.
 */
export async function transaction<Result>(
  connection: Connection,
  kind: "read" | "write",
  work: () => Promise<Result>,
): Promise<Result> {
  connection.exec(kind === "write" ? "begin immediate" : "begin");
  try {
    const result = await work();
    connection.exec("commit");
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.exec("rollback");
    throw error;
  }
}
