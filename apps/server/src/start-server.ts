import type { Server } from "node:net";
import { kyselyOver } from "@hearth/store/engines/sqlite/kysely-over";
import { openReader, openWriter } from "@hearth/store/engines/sqlite/open";
import { type FolderLock, lockFolder } from "@hearth/store/engines/sqlite/folder-lock";
import { migrate } from "@hearth/store/engines/sqlite/migrate";
import { publicIdsOf } from "@hearth/store/settings";
import { Authenticator } from "./access/authenticator.ts";
import { IngestAccess } from "./access/ingest-access.ts";
import { openDoorOf } from "./access/open-door.ts";
import { Checkpoints } from "./checkpoints/checkpoints.ts";
import type { Config } from "./config.ts";
import { type DataFolder, createFolders, dataFolder, readSecret } from "./data-folder.ts";
import { DiskStore } from "./files/disk-store.ts";
import { SignedLinks } from "./files/signed-links.ts";
import { UploadIntake } from "./files/upload-intake.ts";
import { type FirstSecrets, ensureDefaults } from "./first-start.ts";
import { consoleRequests } from "./http/console-requests.ts";
import { Metrics } from "./http/metrics.ts";
import { httpServer } from "./http/server.ts";
import { WriterClient } from "./intake/writer-client.ts";
import { Housekeeping } from "./jobs/housekeeping.ts";
import { makeLog } from "./log.ts";
import { ReaderClient } from "./reading/reader-client.ts";
import { consoleRoutes } from "./routes/console/index.ts";
import { fileRoutes } from "./routes/files/index.ts";
import { ingestRoutes } from "./routes/ingest/index.ts";

export interface RunningServer {
  /** Where it answers, without a slash at the end. */
  readonly url: string;
  readonly folder: DataFolder;
  /** Secrets made because the data folder was empty. */
  readonly first: FirstSecrets;
  /** Takes no more requests, finishes those under way, and lets go of the data folder. */
  stop(): Promise<void>;
}

/** Puts every part together; the only place that knows them all. */
export async function startServer(config: Config): Promise<RunningServer> {
  const log = makeLog(config);
  const folder = dataFolder(config.data);
  createFolders(folder);
  const lock = lockFolder(folder.lock);
  const { first, ids } = await prepareDatabase(folder, lock);
  const secret = readSecret(folder);
  const database = openReader(folder.database);
  const db = kyselyOver(database);

  const writer = new WriterClient(
    { database: folder.database, ledger: folder.erasures, secret },
    (requests, ms) => metrics.noteCommit(requests, ms),
  );
  const metrics = new Metrics(() => writer.waitingBytes);
  const reader = new ReaderClient({ database: folder.database });
  const checkpoints = new Checkpoints(folder.database);
  const disk = new DiskStore(folder.files, folder.incoming);
  const links = new SignedLinks(secret);
  const authenticator = new Authenticator(db, () => writer.accessState);
  const open = await openDoorOf(db, config, log);
  const access = new IngestAccess(authenticator, open);
  const bounds = { bytesPerDay: config.uploadBytesPerDay, diskReserve: config.diskReserve };
  const uploads = new UploadIntake(db, ids, disk, writer, bounds);

  const app = await httpServer(config, { log, metrics, authenticator });
  await app.register(ingestRoutes, { config, access, writer, links });
  await app.register(fileRoutes, { uploads, links });
  const console = { config, authenticator, writer, reader, links, routes: consoleRoutes };
  await app.register(consoleRequests, { ...console, prefix: "/console/v1" });
  await writer.ready;
  const housekeeping = new Housekeeping({ db, disk, writer, folder, log });
  await app.listen({ host: config.host, port: config.port });

  for (const [name, thread] of Object.entries({ writer, checkpoints })) {
    void thread.exited.then((code) => {
      if (isStopping) return;
      log.fatal(
        { thread: name, code },
        "a thread ended by itself; the server stops so that it can be started anew",
      );
      process.exit(1);
    });
  }
  let isStopping = false;
  return {
    url: config.publicUrl ?? urlOf(config.host, app.server.address()),
    folder,
    first,
    async stop() {
      isStopping = true;
      await app.close();
      await housekeeping.stop();
      await reader.stop();
      await checkpoints.stop();
      await writer.stop();
      database.close();
      lock.release();
    },
  };
}

async function prepareDatabase(folder: DataFolder, lock: FolderLock) {
  const database = openWriter(folder.database);
  try {
    migrate(database);
    const ids = publicIdsOf(database);
    return { first: await ensureDefaults(database), ids };
  } catch (error) {
    lock.release();
    throw error;
  } finally {
    database.close();
  }
}

function urlOf(host: string, address: ReturnType<Server["address"]>): string {
  const port = typeof address === "object" && address ? address.port : 0;
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}`;
}
