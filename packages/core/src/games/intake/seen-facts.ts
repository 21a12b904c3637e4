import { type PlayChanges, buildName, keyName, rootName } from "./changes.ts";
import type { KeyFact, PlayFacts, SessionFact, UploadFact } from "./facts.ts";

/** Stored facts as they will be once the changes noted so far are written. */
export function seenFacts(stored: PlayFacts, changes: PlayChanges): PlayFacts {
  return {
    session(id): SessionFact | undefined {
      const fact = changes.sessions.get(id) ?? stored.session(id);
      const end = changes.ends.get(id);
      return fact && end ? { ...fact, ...end } : fact;
    },
    build: (id) => changes.builds.get(id) ?? stored.build(id),
    buildByIdentity: (projectId, identity) =>
      changes.buildsByIdentity.get(buildName(projectId, identity)) ??
      stored.buildByIdentity(projectId, identity),
    key: (projectId, hash): KeyFact | undefined =>
      changes.keys.get(keyName(projectId, hash)) ?? stored.key(projectId, hash),
    upload(id): UploadFact | undefined {
      const fact = stored.upload(id);
      const arrival = changes.arrivals.get(id);
      return fact && arrival ? { ...fact, arrived: true, bytes: arrival.bytes } : fact;
    },
    event: (id) => stored.event(id),
    root: (environmentId, dedupeKey) =>
      changes.roots.get(rootName(environmentId, dedupeKey)) ?? stored.root(environmentId, dedupeKey),
    uploadedBytes(tokenId, day): number {
      let bytes = stored.uploadedBytes(tokenId, day);
      for (const arrival of changes.arrivals.values()) {
        if (arrival.tokenId === tokenId && arrival.day === day) bytes += arrival.bytes;
      }
      return bytes;
    },
  };
}
