import { rmSync, writeFileSync } from "node:fs";
import { HearthError } from "@hearth/core/errors";
import { readConfig } from "./config.ts";
import { causeOf } from "./intake/refusals.ts";
import { startServer } from "./start-server.ts";
import { welcomeScreen } from "./welcome-screen.ts";
import { releaseStartMemory } from "./threads/release-start-memory.ts";

/** Runs the server until a signal ends it. The last line it prints when ready is `ready {"url":…}`. */
export async function serve(args: readonly string[]): Promise<void> {
  try {
    const config = readConfig(args, process.env);
    const server = await startServer(config);
    writeFileSync(server.folder.server, `${JSON.stringify({ url: server.url, pid: process.pid })}\n`, {
      mode: 0o600,
    });

    let stopping = false;
    const stop = async (): Promise<void> => {
      if (stopping) return;
      stopping = true;
      await server.stop();
      rmSync(server.folder.server, { force: true });
      process.exit(0);
    };
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());

    if (config.welcome)
      process.stdout.write(welcomeScreen({ url: server.url, data: config.data, first: server.first }));
    releaseStartMemory();
    process.stdout.write(`ready ${JSON.stringify({ url: server.url })}\n`);
  } catch (error) {
    process.stderr.write(`hearth: ${faultText(error)}\n`);
    process.exit(1);
  }
}

/** Codes of the system and of the engine, and what each means to whoever started the server. */
const startFaults: readonly (readonly [code: RegExp, text: string])[] = [
  [/^EADDRINUSE$/, "The port is in use: stop what uses it, or set HEARTH_PORT to another (0 for any)."],
  [/^EADDRNOTAVAIL$|^ENOTFOUND$/, "This machine has no such address: set HEARTH_HOST to one it has."],
  [
    /^EACCES$|^EPERM$|^EROFS$|^SQLITE_(CANTOPEN|READONLY|PERM)/,
    "The port or the data folder is not allowed to this user: set HEARTH_PORT or HEARTH_DATA, or mend the folder's rights.",
  ],
  [
    /^ENOTDIR$|^EEXIST$/,
    "HEARTH_DATA names a file where a folder has to be: name another, or move the file.",
  ],
  [
    /^ENOSPC$|^SQLITE_(FULL|IOERR)/,
    "The disk of the data folder is full or not writable: make room and start again.",
  ],
  [
    /^SQLITE_(NOTADB|CORRUPT)/,
    "The database in the data folder cannot be read: restore a backup with hearth restore FILE.",
  ],
];

function faultText(error: unknown): string {
  if (error instanceof HearthError) return error.message;
  const { code = "" } = error as NodeJS.ErrnoException;
  const known = startFaults.find(([codes]) => codes.test(code));
  if (known) return known[1];
  const { error: name, at } = causeOf(error);
  return `The server could not start (${[name, code, at].filter(Boolean).join(", ")}): run hearth doctor on the data folder.`;
}
