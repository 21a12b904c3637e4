import { buildName } from "@hearth/core/games/intake/changes";
import type {
  BuildFact,
  EventFact,
  KeyFact,
  PlayFacts,
  RootFact,
  SessionFact,
  UploadFact,
} from "@hearth/core/games/intake/facts";
import { RecentMap } from "../../../recent-map.ts";
import type { Connection } from "../open.ts";

const sessionSelect = `select s.id, p.organization_id as organizationId, s.project_id as projectId,
    s.environment_id as environmentId, s.build_id as buildId, coalesce(s.channel, '') as channel,
    s.started_at as startedAt, s.lifecycle, s.outcome, s.ended_at as endedAt
  from play_sessions s join projects p on p.id = s.project_id where s.id = ?`;
const buildColumns = `select b.id, p.organization_id as organizationId, b.project_id as projectId, b.version,
    b.platform, b.git_commit as gitCommit, b.channel, b.created_at as createdAt
  from play_builds b join projects p on p.id = b.project_id`;
const uploadSelect = `select u.id, p.organization_id as organizationId, u.project_id as projectId,
    u.environment_id as environmentId, u.token_id as tokenId, u.attachment_type as attachmentType,
    u.file_name as fileName, u.bytes, u.arrived_at as arrivedAt
  from play_uploads u join projects p on p.id = u.project_id where u.id = ?`;
const eventSelect = `select e.id, p.organization_id as organizationId, e.project_id as projectId,
    e.environment_id as environmentId, e.event_type as eventType,
    case when e.event_type = 'error' then e.payload end as payload
  from play_events e join projects p on p.id = e.project_id where e.id = ?`;
const rootSelect = `select id, created_at as createdAt, status = 'closed' as closed from play_reports
  where environment_id = ? and dedupe_key = ? and root_id is null order by id desc limit 1`;

type Flag<Fact, Name extends keyof Fact> = Omit<Fact, Name> & Record<Name, number>;

/**
 * What is committed, read row by row on the writer's own connection. Sessions, builds and what a token is
 * asked about again and again stay in memory until `forget`.
 */
export class StoredPlayFacts implements PlayFacts {
  private readonly sessions = new RecentMap<number, SessionFact>(50_000);
  private readonly builds = new RecentMap<number, BuildFact>(10_000);
  private readonly buildsByName = new RecentMap<string, BuildFact>(10_000);
  private readonly select;

  constructor(database: Connection) {
    this.select = {
      session: database.prepare<[number], Flag<SessionFact, "lifecycle">>(sessionSelect),
      build: database.prepare<[number], BuildFact>(`${buildColumns} where b.id = ?`),
      buildByIdentity: database.prepare<[number, string, string, string], BuildFact>(
        `${buildColumns} where b.project_id = ? and b.version = ? and b.platform = ? and b.git_commit = ?`,
      ),
      key: database.prepare<[number, Uint8Array], Flag<KeyFact, "deleted">>(
        "select row_id as row, day, deleted from play_keys where project_id = ? and hash = ?",
      ),
      upload: database.prepare<[number], Omit<UploadFact, "arrived"> & { arrivedAt: number | null }>(
        uploadSelect,
      ),
      event: database.prepare<[number], EventFact>(eventSelect),
      root: database.prepare<[number, string], Flag<RootFact, "closed">>(rootSelect),
      uploadedBytes: database.prepare<[number, number], { bytes: number }>(
        "select bytes from play_upload_days where token_id = ? and day = ?",
      ),
    };
  }

  session(id: number): SessionFact | undefined {
    return this.sessions.getOrFind(id, () => {
      const row = this.select.session.get(id);
      return row && { ...row, lifecycle: row.lifecycle === 1 };
    });
  }

  build(id: number): BuildFact | undefined {
    return this.builds.getOrFind(id, () => this.select.build.get(id));
  }

  buildByIdentity(
    projectId: number,
    identity: Parameters<PlayFacts["buildByIdentity"]>[1],
  ): BuildFact | undefined {
    const { version, platform, gitCommit } = identity;
    return this.buildsByName.getOrFind(buildName(projectId, identity), () =>
      this.select.buildByIdentity.get(projectId, version, platform, gitCommit),
    );
  }

  key(projectId: number, hash: string): KeyFact | undefined {
    const row = this.select.key.get(projectId, Buffer.from(hash, "hex"));
    return row && { ...row, deleted: row.deleted === 1 };
  }

  upload(id: number): UploadFact | undefined {
    const row = this.select.upload.get(id);
    return row && { ...row, arrived: row.arrivedAt !== null };
  }

  event(id: number): EventFact | undefined {
    return this.select.event.get(id);
  }

  root(environmentId: number, dedupeKey: string): RootFact | undefined {
    const row = this.select.root.get(environmentId, dedupeKey);
    return row && { ...row, closed: row.closed === 1 };
  }

  uploadedBytes(tokenId: number, day: number): number {
    return this.select.uploadedBytes.get(tokenId, day)?.bytes ?? 0;
  }

  /** Drops what is in memory of one session, or of everything after another process wrote. */
  forget(sessionId?: number): void {
    if (sessionId !== undefined) {
      this.sessions.delete(sessionId);
      return;
    }
    this.sessions.clear();
    this.builds.clear();
    this.buildsByName.clear();
  }
}
