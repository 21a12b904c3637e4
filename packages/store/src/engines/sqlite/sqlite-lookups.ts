import { isScope } from "@hearth/core/access/scopes";
import type { FoundApiKey, FoundGameToken, Lookups, Place, StoredUpload } from "../../lookups.ts";
import type { Connection } from "./open.ts";

/** The look-ups over a connection of their own; by hand, so that the thread does without a query builder. */
export function sqliteLookups(database: Connection): Lookups {
  const gameToken = database.prepare<[Uint8Array], FoundGameToken>(
    `select id as tokenId, organization_id as organizationId, project_id as projectId,
      environment_id as environmentId, revoked_at as revokedAt from game_tokens where hash = ?`,
  );
  const apiKey = database.prepare<[Uint8Array], Omit<FoundApiKey, "scopes"> & { scopes: string }>(
    `select id as keyId, organization_id as organizationId, mode, scopes, revoked_at as revokedAt
      from api_keys where hash = ?`,
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
  const places = database.prepare<[string, string, string], Place>(
    `select p.organization_id as organizationId, p.id as projectId, e.id as environmentId
      from projects p join environments e on e.project_id = p.id
      where (p.public_id = ? or p.name = ?) and e.name = ?`,
  );
  return {
    gameToken: async (hash) => await Promise.resolve(gameToken.get(hash)),
    async apiKey(hash) {
      const row = await Promise.resolve(apiKey.get(hash));
      return row && { ...row, scopes: row.scopes.split(" ").filter(isScope) };
    },
    upload: async (id) => await Promise.resolve(upload.get(id)),
    uploadedBytes: async (tokenId, day) => await Promise.resolve(uploadedBytes.get(tokenId, day) ?? 0),
    fileRemovals: async (limit) => await Promise.resolve(fileRemovals.all(limit)),
    places: async (project, environment) => await Promise.resolve(places.all(project, project, environment)),
  };
}
