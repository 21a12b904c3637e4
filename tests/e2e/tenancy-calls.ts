import { randomBytes } from "node:crypto";
import type { BodySchema, Operation } from "./tenancy-operations.ts";
import type { Place } from "./tenancy-place.ts";
import type { Slot } from "./tenancy-slots.ts";

/** A request, but for the credential. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** One slot filled with something else than the rest of the call. */
export type Filling = Pick<Slot, "where" | "name"> & { readonly value: string };

/** A call of a console route that names what is in `place`, but for one slot. */
export function consoleCall(operation: Operation, place: Place, filling?: Filling): Call {
  const { body, method } = operation;
  const here = (where: Slot["where"], name: string): string | undefined =>
    filling?.where === where && filling.name === name ? filling.value : undefined;
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(here("path", name) ?? place[name as keyof Place]),
  );
  const query = new URLSearchParams();
  if (filling?.where === "query") query.set(filling.name, filling.value);
  else if (method === "DELETE" && operation.queryNames.includes("externalId"))
    query.set("externalId", place.externalId);
  const search = query.size > 0 ? `?${query.toString()}` : "";
  const call = { method, path: path + search };
  return body === undefined ? call : { ...call, body: sample(body, place, here) };
}

/** A body that its schema takes, new at each call. */
function sample(
  { properties = {} }: BodySchema,
  place: Place,
  here: (where: "body", name: string) => string | undefined,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const filled = here("body", name) ?? referenceOf(name, place);
      if (filled !== undefined) return [name, schema.type === "array" ? [filled] : filled];
      return [name, plainValue(name, schema)];
    }),
  );
}

const referenceOf = (name: string, { environment, report }: Place): string | undefined =>
  ({ environment, reports: report })[name];

function plainValue(name: string, { type, enum: words, minimum }: BodySchema): unknown {
  if (name === "color") return "#336699";
  if (name === "scopes") return ["admin"];
  if (words) return words[0];
  return [type].flat()[0] === "integer" ? (minimum ?? 1) : `Made ${randomBytes(4).toString("hex")}`;
}

/** A copy of what a game sends with the member at a path such as `attachments[].uploadId` replaced. */
export function withReference(body: unknown, path: string, value: string): unknown {
  if (path === "") return value;
  const [, step, rest] = /^(\[\]|\w+)\.?(.*)$/.exec(path)!;
  if (step === "[]") return [withReference(Array.isArray(body) ? body[0] : body, rest!, value)];
  const members = body as Readonly<Record<string, unknown>>;
  const isList = step === "eventIds";
  return { ...members, [step!]: isList ? [value] : withReference(members[step!], rest!, value) };
}
