import { rmSync, writeFileSync } from "node:fs";
import { HearthError } from "@hearth/core/errors";
import { readConfig } from "./config.ts";
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

function faultText(error: unknown): string {
  if (error instanceof HearthError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE")
    return "The port is in use: stop what uses it, or set HEARTH_PORT to another (0 for any).";
  if (code === "EACCES")
    return "The port or the data folder is not allowed to this user: set HEARTH_PORT or HEARTH_DATA.";
  return message;
}
