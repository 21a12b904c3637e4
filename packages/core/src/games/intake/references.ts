import { HearthError } from "../../errors.ts";
import type { IdKind } from "../../identity/public-id.ts";
import { keyHash, type PlayDesk } from "./desk.ts";
import type { BuildFact, EventFact, Placed, SessionFact, UploadFact } from "./facts.ts";
import type { IngestScope } from "./scope.ts";

/** What an id in a request turned out to be, seen from the token that brought it. */
export type Reference<Fact> =
  | { readonly state: "found"; readonly fact: Fact }
  /** Exists in the token's organization, but not where the token may write. */
  | { readonly state: "elsewhere" }
  /** Was here and was deleted: what is resent for it stays deleted. */
  | { readonly state: "deleted" }
  /** Never was, or belongs to another organization: the two look the same. */
  | { readonly state: "unknown" };

export function findSession(desk: PlayDesk, scope: IngestScope, id: string): Reference<SessionFact> {
  return find(desk, scope, id, "session", (row) => desk.facts.session(row));
}

export function findUpload(desk: PlayDesk, scope: IngestScope, id: string): Reference<UploadFact> {
  return find(desk, scope, id, "upload", (row) => desk.facts.upload(row));
}

/** Also finds events by the id their sender supplied. */
export function findEvent(desk: PlayDesk, scope: IngestScope, id: string): Reference<EventFact> {
  if (desk.ids.decode(id)) return find(desk, scope, id, "event", (row) => desk.facts.event(row));
  const key = desk.facts.key(scope.projectId, keyHash(desk, "event", id));
  if (!key) return { state: "unknown" };
  const fact = key.deleted ? undefined : desk.facts.event(key.row);
  return fact ? place(scope, fact) : { state: "deleted" };
}

export function findBuild(desk: PlayDesk, scope: IngestScope, id: string): Reference<BuildFact> {
  const row = desk.ids.rowOf("build", id);
  const fact = row === undefined ? undefined : desk.facts.build(row);
  if (!fact || fact.organizationId !== scope.organizationId) return { state: "unknown" };
  return fact.projectId === scope.projectId ? { state: "found", fact } : { state: "elsewhere" };
}

/**
 * The same, for a door that refuses what it does not know.
 * @throws HearthError `forbidden` for what is elsewhere, `invalid_request` for what is unknown
 */
export function demand<Fact>(
  reference: Reference<Fact>,
  kind: "session" | "build" | "upload",
  path: string,
): Fact | "deleted" {
  if (reference.state === "found") return reference.fact;
  if (reference.state === "deleted") return "deleted";
  if (reference.state === "elsewhere") {
    const message = `The ${kind} named in ${path} belongs to another project or environment than this token: use the token it was made with.`;
    throw new HearthError("forbidden", message, [{ path, message: "belongs elsewhere" }]);
  }
  const message = `The ${kind} named in ${path} does not exist: send the id this server answered with, or leave ${path} out.`;
  throw new HearthError("invalid_request", message, [{ path, message: `is no ${kind} of this project` }]);
}

function find<Fact extends Placed>(
  desk: PlayDesk,
  scope: IngestScope,
  id: string,
  kind: IdKind,
  look: (row: number) => Fact | undefined,
): Reference<Fact> {
  const row = desk.ids.rowOf(kind, id);
  if (row === undefined) return { state: "unknown" };
  const fact = look(row);
  if (fact) return place(scope, fact);
  const isTombstone = kind === "session" && desk.facts.key(scope.projectId, keyHash(desk, "session-id", id));
  return { state: isTombstone ? "deleted" : "unknown" };
}

function place<Fact extends Placed>(scope: IngestScope, fact: Fact): Reference<Fact> {
  if (fact.organizationId !== scope.organizationId) return { state: "unknown" };
  const isHere = fact.projectId === scope.projectId && fact.environmentId === scope.environmentId;
  return isHere ? { state: "found", fact } : { state: "elsewhere" };
}
