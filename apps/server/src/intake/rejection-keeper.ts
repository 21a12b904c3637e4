import type { PublicIds } from "@hearth/core/identity/public-id";
import type { Connection } from "@hearth/store/engines/sqlite/open";
import { recordRejection } from "@hearth/store/games/rejections/record-rejection";
import { statusOf } from "../http/status-of.ts";
import type { PlayItem, Refusal } from "./intake-item.ts";

/** Keeps what was refused, with the reason, so that it can be shown and sent through again after a fix. */
export interface RejectionKeeper {
  keep(item: PlayItem, body: Buffer, refusal: Refusal): void;
  /** Notes how a replayed body fared; does nothing for others. */
  noteReplay(item: PlayItem, refusal: Refusal | undefined): void;
}

const buildMention = /"buildId"\s*:\s*"([0-9a-f-]{36})"/i;
const sessionMention = /"sessionId"\s*:\s*"([0-9a-f-]{36})"/i;

export function rejectionKeeper(database: Connection, ids: PublicIds): RejectionKeeper {
  const replayed = database.prepare("update rejections set replayed_at = ?, replay_status = ? where id = ?");
  const buildOfSession = database
    .prepare<[number, number], number>("select build_id from play_sessions where id = ? and project_id = ?")
    .pluck();
  const ownBuild = database
    .prepare<[number, number], number>("select id from play_builds where id = ? and project_id = ?")
    .pluck();

  /** The build a body names, itself or through its session, as far as the text tells. */
  const buildOf = ({ scope, options }: PlayItem, body: Buffer): number | null => {
    const head = body.subarray(0, 4_096).toString("latin1");
    const build = ids.rowOf("build", buildMention.exec(head)?.[1] ?? "");
    if (build !== undefined) return ownBuild.get(build, scope.projectId) ?? null;
    const session = ids.rowOf("session", options.sessionId ?? sessionMention.exec(head)?.[1] ?? "");
    return session === undefined ? null : (buildOfSession.get(session, scope.projectId) ?? null);
  };

  return {
    keep(item, body, { code, message, details }) {
      if (code === "unauthenticated" || item.door === "upload-arrival") return;
      recordRejection(database, {
        projectId: item.scope.projectId,
        environmentId: item.scope.environmentId,
        tokenId: item.scope.tokenId,
        buildId: buildOf(item, body),
        door: item.door,
        subject: item.options.sessionId ?? null,
        status: statusOf(code),
        message,
        details,
        body,
        receivedAt: item.now,
      });
    },
    noteReplay({ options, now }, refusal) {
      if (options.replayOf !== undefined) {
        replayed.run(now, refusal ? statusOf(refusal.code) : 201, options.replayOf);
      }
    },
  };
}
