import { HearthError } from "@hearth/core/errors";
import { storableText } from "@hearth/core/json/storable-text";
import { resolveProject } from "../../access/resolve-project.ts";
import type { ErasureCommand } from "./context.ts";
import { mentions } from "./erased-traces.ts";
import { removeRejections } from "./remove-rejections.ts";
import { type PlayerIdentifier, removeSessions } from "./remove-sessions.ts";
import { type Removed, sumRemoved } from "./removed.ts";
import { tenantOf } from "./tenant.ts";

export interface Person {
  /** Id or name. */
  readonly project: string;
  /** At least one of the two; sessions that carry either go. */
  readonly externalId?: string | undefined;
  readonly deviceId?: string | undefined;
}

/**
 * Erases a player: every session with all that belongs to it, and the refused requests that mention him.
 * The deletion is in the ledger before it commits, even where nothing was found: a backup may still hold it.
 * @throws HearthError `invalid_request` without an identifier, `not_found` for an unknown project
 */
export const erasePerson: ErasureCommand<Person, Removed> = async (context, input) => {
  const identifiers = identifiersOf(input);
  const project = await resolveProject(context, input.project);
  const tenant = (await tenantOf(context, project.id))!;

  let removed = sumRemoved();
  let at = context.now;
  for (const { kind, identifier } of identifiers) {
    const sessions = await removeSessions(context, { projectId: project.id, kind, identifier });
    removed = sumRemoved(removed, sessions.removed);
    at = Math.max(at, sessions.lastStartedAt);
  }
  const rejections = await removeRejections(context, {
    projectId: project.id,
    namesErased: (texts) =>
      texts.some((text) => identifiers.some(({ identifier }) => mentions(text, identifier))),
  });
  for (const named of identifiers) context.ledger.append({ ...tenant, ...named, at });
  return sumRemoved(removed, { rejections });
};

function identifiersOf({ externalId = "", deviceId = "" }: Person) {
  const given: { kind: PlayerIdentifier; identifier: string }[] = [
    { kind: "externalId", identifier: storableText(externalId) },
    { kind: "deviceId", identifier: storableText(deviceId) },
  ];
  const identifiers = given.filter(({ identifier }) => identifier !== "");
  if (identifiers.length > 0) return identifiers;
  throw new HearthError(
    "invalid_request",
    "Nobody is named for erasure: send the player's externalId or deviceId as the game sent it.",
    [{ path: "externalId", message: "Must be given, unless deviceId is." }],
  );
}
