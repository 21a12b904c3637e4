import { HearthError, type ErrorCode } from "@hearth/core/errors";

/** What the operating system and the engine report, as something an operator can mend. */
const faults: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ENOSPC: ["storage_full", "the disk is full: free some space, then run the command again"],
  SQLITE_FULL: ["storage_full", "the disk is full: free some space, then run the command again"],
  EACCES: ["forbidden", "this user may not use that path: run the command as the user that runs the server"],
  EPERM: ["forbidden", "this user may not use that path: run the command as the user that runs the server"],
  EROFS: ["forbidden", "the file system is mounted read-only: mount it for writing"],
  ENOENT: ["not_found", "the path does not exist: check it for typing errors"],
  ENOTDIR: ["invalid_request", "a part of the path is a file: check it for typing errors"],
  EISDIR: ["invalid_request", "the path is a folder: name a file"],
  SQLITE_CANTOPEN: ["forbidden", "the database cannot be opened: run the command as the user of the server"],
  SQLITE_READONLY: ["forbidden", "the database cannot be written: run the command as the user of the server"],
  SQLITE_BUSY: ["overloaded", "the server was writing all the time: run the command again"],
  SQLITE_CORRUPT: ["internal", 'the database is damaged: run "hearth doctor", then restore the last backup'],
  SQLITE_NOTADB: [
    "internal",
    'the file hearth.db is not a database: run "hearth doctor", then restore a backup',
  ],
};

/** Anything thrown, as an error that is safe to show. */
export function faultOf(thrown: unknown): HearthError {
  if (thrown instanceof HearthError) return thrown;
  if (!(thrown instanceof Error)) return new HearthError("internal", String(thrown));
  const { code = "", path } = thrown as NodeJS.ErrnoException;
  const fault = faults[code] ?? faults[code.split("_").slice(0, 2).join("_")];
  if (!fault)
    return new HearthError("internal", `${thrown.message}.`, [
      { path: "stack", message: thrown.stack ?? "" },
    ]);
  const [kind, mend] = fault;
  return new HearthError(
    kind,
    `${path ? `${path}: ` : ""}${mend}.`.replace(/^./, (first) => first.toUpperCase()),
  );
}
