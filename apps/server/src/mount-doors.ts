import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { CredentialWatch } from "./access/credential-watch.ts";
import { Authenticator } from "./access/authenticator.ts";
import { DeviceAccess } from "./access/device-access.ts";
import { IngestAccess } from "./access/ingest-access.ts";
import { openDoorOf } from "./access/open-door.ts";
import type { Config } from "./config.ts";
import type { DiskStore } from "./files/disk-store.ts";
import { Feed } from "./feed/feed.ts";
import { SignedLinks } from "./files/signed-links.ts";
import { UploadIntake } from "./files/upload-intake.ts";
import { apiLimits } from "./http/api-access.ts";
import { apiRequests } from "./http/api-requests.ts";
import { consoleRequests } from "./http/console-requests.ts";
import type { Metrics } from "./http/metrics.ts";
import { httpServer } from "./http/server.ts";
import type { OpenStore } from "./open-store.ts";
import { apiRoutes } from "./routes/api/index.ts";
import { streamRoute } from "./routes/api/stream.ts";
import { consoleRoutes } from "./routes/console/index.ts";
import { engineRequests } from "./routes/engine/engine-requests.ts";
import { engineRoutes } from "./routes/engine/index.ts";
import { fileRoutes } from "./routes/files/index.ts";
import { ingestRoutes } from "./routes/ingest/index.ts";
import { otlpRoutes } from "./routes/otlp/index.ts";

/** Builds the HTTP server with every door on it, not yet listening. */
export async function mountDoors(
  config: Config,
  { ids, lookups, reader, secret, writer }: OpenStore,
  { disk, log, metrics }: { disk: DiskStore; log: Logger; metrics: Metrics },
): Promise<FastifyInstance> {
  const uses = new CredentialWatch(writer);
  const authenticator = new Authenticator(
    lookups,
    () => writer.accessState,
    (kind, id) => uses.note(kind, id),
  );
  const links = new SignedLinks(secret);
  const access = new IngestAccess(authenticator, await openDoorOf(lookups, config, log));
  const bounds = { bytesPerDay: config.uploadBytesPerDay, diskReserve: config.diskReserve };
  const uploads = new UploadIntake(lookups, ids, disk, writer, bounds);

  const limits = apiLimits(config);
  const app = await httpServer(config, { log, metrics, authenticator, limits });
  await app.register(ingestRoutes, { config, access, writer, links });
  await app.register(fileRoutes, { uploads, links });
  const parts = { config, authenticator, limits, writer, reader, links };
  await app.register(consoleRequests, { ...parts, routes: consoleRoutes, prefix: "/console/v1" });
  const devices = new DeviceAccess(authenticator, secret);
  await app.register(engineRequests, { ...parts, devices, routes: engineRoutes, prefix: "/engine/v1" });
  await app.register(otlpRoutes, { authenticator, devices, metrics, writer });
  await app.register(apiRequests, { ...parts, routes: apiRoutes, prefix: "/api/v1" });
  const feed = new Feed({ reader, writer, authenticator });
  await app.register(streamRoute, { authenticator, limits, feed, prefix: "/api/v1" });
  app.addHook("onClose", (_app, done) => {
    uses.stop();
    done();
  });
  return app;
}
