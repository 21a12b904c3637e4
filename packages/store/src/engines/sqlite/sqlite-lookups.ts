import { isScope } from "@hearth/core/access/scopes";
import type {
  FoundApiKey,
  FoundDevice,
  FoundGameToken,
  Lookups,
  Place,
  StoredUpload,
  WaitingReport,
} from "../../lookups.ts";
import { telemetrySuffix } from "../../access/telemetry-token.ts";
import type { Connection } from "./open.ts";

/** The look-ups over a connection of their own; by hand, so that the thread does without a query builder. */
export function sqliteLookups(database: Connection): Lookups {
  const gameToken = database.prepare<[Uint8Array], FoundGameToken>(
    `select id as tokenId, organization_id as organizationId, project_id as projectId,
      environment_id as environmentId, revoked_at as revokedAt from game_tokens where hash = ?`,
  );
  const apiKey = database.prepare<[Uint8Array], Omit<FoundApiKey, "scopes"> & { scopes: string }>(
    `select k.id as keyId, k.organization_id as organizationId, o.public_id as organization, k.mode, k.scopes,
      k.revoked_at as revokedAt from api_keys k join organizations o on o.id = k.organization_id
      where k.hash = ?`,
  );
  const device = database.prepare<[Uint8Array], FoundDevice>(
    `select d.id as deviceId, replace(d.public_id, '${telemetrySuffix}', '') as publicId,
      d.organization_id as organizationId, o.public_id as organization, d.mode, d.name as user, d.opens,
      d.activated_at as activatedAt, d.revoked_at as revokedAt
      from devices d join organizations o on o.id = d.organization_id where d.hash = ?`,
  );
  const upload = database.prepare<[number], StoredUpload>(
    `select id, project_id as projectId, environment_id as environmentId, token_id as tokenId,
      attachment_type as attachmentType, file_name as fileName, mime_type as mimeType,
      storage_key as storageKey, arrived_at as arrivedAt, bytes from play_uploads where id = ?`,
  );
  const uploadedBytes = database
    .prepare<[number, number], number>("select bytes from play_upload_days where token_id = ? and day = ?")
    .pluck();
  const fileRemovals = database
    .prepare<[number], string>("select storage_key from file_removals limit ?")
    .pluck();
  const waitingReport = database.prepare<[], WaitingReport>(
    `select public_id as job, organization_id as organizationId, iif(test = 1, 'test', 'live') as mode,
      kind as report, input as request from coding_jobs where status in ('queued', 'running') order by id limit 1`,
  );
  const places = database.prepare<[string, string, string], Place>(
    `select p.organization_id as organizationId, p.id as projectId, e.id as environmentId
      from projects p join environments e on e.project_id = p.id
      where (p.public_id = ? or p.name = ?) and p.mode = 'live' and e.name = ?`,
  );
  return {
    gameToken: async (hash) => await Promise.resolve(gameToken.get(hash)),
    async apiKey(hash) {
      const row = await Promise.resolve(apiKey.get(hash));
      return row && { ...row, scopes: row.scopes.split(" ").filter(isScope) };
    },
    device: async (hash) => await Promise.resolve(device.get(hash)),
    upload: async (id) => await Promise.resolve(upload.get(id)),
    uploadedBytes: async (tokenId, day) => await Promise.resolve(uploadedBytes.get(tokenId, day) ?? 0),
    waitingReport: async () => await Promise.resolve(waitingReport.get()),
    fileRemovals: async (limit) => await Promise.resolve(fileRemovals.all(limit)),
    places: async (project, environment) => await Promise.resolve(places.all(project, project, environment)),
  };
}
