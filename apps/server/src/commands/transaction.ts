import type { Connection } from "@hearth/store/engines/sqlite/open";

/** Milliseconds to wait for a gap between the commits of a server under full load. */
const patience = 60_000;

/**
 * Runs `work` in one transaction: `write` takes the writer's place at once, `read` sees one moment.
 * Nothing of it stays where it throws.
 */
export async function transaction<Result>(
  connection: Connection,
  kind: "read" | "write",
  work: () => Promise<Result>,
): Promise<Result> {
  if (kind === "write") await beginImmediate(connection);
  else connection.exec("begin");
  try {
    const result = await work();
    connection.exec("commit");
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.exec("rollback");
    throw error;
  }
}

/** The engine looks every tenth of a second whether its turn has come; a busy server's gaps are shorter. */
async function beginImmediate(connection: Connection): Promise<void> {
  const usual: unknown = connection.pragma("busy_timeout", { simple: true });
  connection.pragma("busy_timeout = 0");
  try {
    for (const deadline = Date.now() + patience; ; await nextTry()) {
      try {
        connection.exec("begin immediate");
        return;
      } catch (error) {
        if (!isBusy(error) || Date.now() > deadline) throw error;
      }
    }
  } finally {
    connection.pragma(`busy_timeout = ${Number(usual)}`);
  }
}

const nextTry = async (): Promise<void> => await new Promise((resolve) => setTimeout(resolve, 1));

const isBusy = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "SQLITE_BUSY";
