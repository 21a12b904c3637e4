import Database from "better-sqlite3";

export type Connection = Database.Database;

/** Milliseconds a statement waits for another process (a command run beside the server) to finish. */
const busyTimeout = 10_000;

/**
 * The one connection that writes. A commit returns once the log is on the disk; checkpoints are left to
 * their own thread (`checkpoint.ts`).
 */
export function openWriter(file: string): Connection {
  const database = new Database(file, { timeout: busyTimeout });
  database.pragma("journal_mode = wal");
  database.pragma("synchronous = full");
  database.pragma("wal_autocheckpoint = 0");
  database.pragma("foreign_keys = on");
  // What was deleted is overwritten: an erased person must not be found in free pages or a backup of them.
  database.pragma("secure_delete = on");
  database.pragma("cache_size = -32768");
  database.pragma("temp_store = memory");
  return database;
}

/** A connection that cannot write, for reads that must not wait for the writer. */
export function openReader(file: string): Connection {
  const database = new Database(file, { readonly: true, timeout: busyTimeout });
  database.pragma("query_only = on");
  database.pragma("cache_size = -32768");
  database.pragma("mmap_size = 268435456");
  database.pragma("temp_store = memory");
  return database;
}
