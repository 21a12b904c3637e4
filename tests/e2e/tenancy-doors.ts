import { randomUUID } from "node:crypto";
import { type DoorShape, doorShapes, withMember } from "./door-shapes.ts";
import { type Call, withReference } from "./tenancy-calls.ts";
import type { Operation } from "./tenancy-operations.ts";
import type { Place, PlaceField } from "./tenancy-place.ts";
import { type Slot, slotsOf } from "./tenancy-slots.ts";

/** Where something named in a request lies, seen from the token that names it. */
export type Elsewhere = "otherEnvironment" | "otherProject" | "otherOrganization";

/** One thing that a door's request can name, and where in it. */
export interface ReferenceTo {
  readonly place: Slot["where"];
  readonly name: string;
  readonly field: PlaceField;
}

export const referencesOf = (operation: Operation): ReferenceTo[] =>
  slotsOf(operation).flatMap(({ where, name, fields }) =>
    fields.map((field) => ({ place: where, name, field })),
  );

/** @throws Error for a door that has no shape yet */
function shapeOf({ name, path }: Operation, { build, event, upload, session }: Place): DoorShape {
  const ids = { buildId: build, eventId: event, uploadId: upload };
  const at = doorShapes({ ...ids, sessionId: "{id}" }).findIndex((shape) => shape.path === path);
  const shape = doorShapes({ ...ids, sessionId: session })[at];
  if (shape) return shape;
  throw new Error(`Nobody has said what ${name} takes: add it to door-shapes.ts.`);
}

/** A request to a door, all of whose ids are of `place`, but for one reference. */
export function callOf(
  operation: Operation,
  place: Place,
  other?: { readonly reference: ReferenceTo; readonly value: string },
): Call {
  const { full } = shapeOf(operation, place);
  const id = other?.reference.place === "path" ? other.value : place.session;
  const body =
    other?.reference.place === "body"
      ? withReference(fresh(full), other.reference.name, other.value)
      : fresh(full);
  const { method, path } = operation;
  return { method, path: path.replace("{id}", encodeURIComponent(id)), body };
}

/** The same request again is to be like the first: no issue that it repeats. */
function fresh(full: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!("report" in full)) return full;
  return withMember(withMember(full, "report.fingerprint", randomUUID()), "context.extra", {});
}

/** Names that a game chooses itself, alike in any number of projects. */
const chosen = new Set<PlaceField>(["sharedEvent", "clientRequestId", "externalId", "deviceId"]);

/** Whether environments of one project share it: the same name means the same thing in all of them. */
export const isSharedByEnvironments = ({ name, field }: ReferenceTo, where: Elsewhere): boolean =>
  where === "otherEnvironment" &&
  (["build", "clientRequestId"].includes(field) || (name === "events[].id" && field === "sharedEvent"));

/** What the contract has a door answer to something that lies elsewhere. */
export function expectedStatus(
  { operationId }: Operation,
  { name, field }: ReferenceTo,
  where: Elsewhere,
): 201 | 400 | 403 {
  if (operationId === "fileReport" || chosen.has(field)) return 201;
  if (where === "otherOrganization") return 400;
  // An event of one's own naming must not bear an id that the server made, whoever it was made for.
  if (field === "event" && /\bid$/.test(name)) return 400;
  return 403;
}

/** How the one warning begins by which a report says what it left out; undefined where it leaves out nothing. */
export function leftOut({ operationId }: Operation, { name, field }: ReferenceTo): string | undefined {
  if (operationId !== "fileReport" || chosen.has(field)) return undefined;
  return name.split(".")[0]!.replace("[]", "[0]");
}
