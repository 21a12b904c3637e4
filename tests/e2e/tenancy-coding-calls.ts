import { randomBytes } from "node:crypto";
import { type CodingPlace, reportedTime } from "./tenancy-coding-place.ts";
import { type CodingSlot, fieldOfPath } from "./tenancy-coding-slots.ts";
import type { BodySchema, Operation } from "./tenancy-operations.ts";

/** A request of `/api/v1`, but for the key. */
export interface CodingCall {
  readonly method: string;
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body?: unknown;
}

export type CodingFilling = Pick<CodingSlot, "where" | "name"> & { readonly value: string };

/** A call of a route that names what is in `place`, but for one slot. */
export function codingCall(
  { method, path, queryNames, body }: Operation,
  place: CodingPlace,
  filling?: CodingFilling,
): CodingCall {
  const filled = (where: CodingSlot["where"], name: string): string | undefined =>
    filling?.where === where && filling.name === name ? filling.value : undefined;
  const target = path
    .replace("/api/v1", "")
    .replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(filled("path", name) ?? place[fieldOfPath(name)]),
    );
  const isReport = queryNames.includes("group_by");
  const query = new URLSearchParams(isReport ? reportedTime() : {});
  if (filling?.where === "query") query.set(filling.name, filling.value);
  const call = { method, path: query.size > 0 ? `${target}?${query.toString()}` : target };
  return body === undefined ? call : { ...call, body: bodyOf(body, isReport, filled) };
}

/** A body that its schema takes, new at each call, with only what it needs and the slot filled in it. */
function bodyOf(
  { properties = {} }: BodySchema,
  isReport: boolean,
  filled: (where: "body", name: string) => string | undefined,
): Record<string, unknown> {
  const named = Object.keys(properties).flatMap((name) => {
    const value = filled("body", name);
    return value === undefined ? [] : [[name, value]];
  });
  const needed = isReport ? {} : { name: `Made ${randomBytes(4).toString("hex")}` };
  return { ...needed, ...(Object.fromEntries(named) as Record<string, unknown>) };
}
