import type { Server } from "node:net";
import type { Config } from "./config.ts";
import type { DataFolder } from "./data-folder.ts";
import type { FirstSecrets } from "./first-start.ts";
import { type OpenStore, openStore } from "./open-store.ts";

export interface RunningServer {
  /** Where it answers, without a slash at the end. */
  readonly url: string;
  readonly folder: DataFolder;
  /** Secrets made because there were none. */
  readonly first: FirstSecrets;
  /** Takes no more requests, finishes those under way, and lets go of the data folder. */
  stop(): Promise<void>;
}

/** Puts the parts together. The store's threads start first and load while the HTTP side does. */
export async function startServer(config: Config): Promise<RunningServer> {
  const commits = { note: (_requests: number, _ms: number): void => undefined };
  const store = await openStore(config.data, (requests, ms) => commits.note(requests, ms));
  try {
    return await startDoors(config, store, commits);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function startDoors(
  config: Config,
  store: OpenStore,
  commits: { note: (requests: number, ms: number) => void },
): Promise<RunningServer> {
  const [{ mountDoors }, { Metrics }, { makeLog }, { DiskStore }, { Housekeeping }, { ReportJobs }] =
    await Promise.all([
      import("./mount-doors.ts"),
      import("./http/metrics.ts"),
      import("./log.ts"),
      import("./files/disk-store.ts"),
      import("./jobs/housekeeping.ts"),
      import("./jobs/report-jobs.ts"),
    ]);
  const { checkpoints, folder, lookups, reader, writer } = store;
  const log = makeLog(config);
  const metrics = new Metrics(() => writer.waitingBytes);
  writer.onNotice = (text) => log.warn(text);
  commits.note = (requests, ms) => metrics.noteCommit(requests, ms);
  const disk = new DiskStore(folder.files, folder.incoming);
  const app = await mountDoors(config, store, { disk, log, metrics });
  await writer.ready;
  await app.listen({ host: config.host, port: config.port });
  const housekeeping = new Housekeeping({ lookups, disk, writer, folder, log });
  const reportJobs = new ReportJobs({ lookups, reader, writer, log });

  let isStopping = false;
  for (const [thread, { exited }] of Object.entries({ writer, checkpoints })) {
    void exited.then((code) => {
      if (isStopping) return;
      log.fatal(
        { thread, code },
        "a thread ended by itself; the server stops so that it can be started anew",
      );
      process.exit(1);
    });
  }
  return {
    url: config.publicUrl ?? urlOf(config.host, app.server.address()),
    folder,
    first: store.first,
    async stop() {
      isStopping = true;
      await app.close();
      await housekeeping.stop();
      await reportJobs.stop();
      await store.close();
    },
  };
}

function urlOf(host: string, address: ReturnType<Server["address"]>): string {
  const port = typeof address === "object" && address ? address.port : 0;
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}`;
}
