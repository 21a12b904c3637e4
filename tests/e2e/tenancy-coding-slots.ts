import type { CodingField } from "./tenancy-coding-place.ts";
import type { Operation } from "./tenancy-operations.ts";

/** A place in a request of `/api/v1` where something of a tenant can be named. */
export interface CodingSlot {
  readonly where: "path" | "query" | "body";
  readonly name: string;
  readonly fields: readonly CodingField[];
}

type Names = Readonly<Record<string, readonly CodingField[]>>;

const none = (...names: string[]): Names => Object.fromEntries(names.map((name) => [name, []]));

const filters: Names = {
  user_id: ["caller"],
  team_id: ["team"],
  project_id: ["project"],
  session_id: ["session"],
  model: ["model"],
  adapter: ["adapter"],
};

/** What each name stands for; an empty list says that it names nothing of a tenant. */
const meanings: Readonly<Record<CodingSlot["where"], Names>> = {
  path: {
    user_id: ["user"],
    team_id: ["team"],
    project_id: ["project"],
    session: ["session"],
    event: ["event"],
    job: ["job"],
  },
  query: {
    ...filters,
    ...none(
      "cursor",
      "limit",
      "order",
      "from",
      "to",
      "group_by",
      "async",
      "type",
      "error_only",
      "last_event_id",
    ),
    name: ["userName", "teamName", "projectName"],
    email: ["email"],
  },
  body: { ...filters, ...none("id", "name", "email", "from", "to", "group_by") },
};

/**
 * Every place in an operation's requests that can name something of a tenant.
 * @throws Error for a parameter or member that nobody has said the meaning of
 */
export function codingSlotsOf({ name, pathNames, queryNames, body }: Operation): CodingSlot[] {
  const named = [
    ...pathNames.map((slot) => ["path", slot] as const),
    ...queryNames.map((slot) => ["query", slot] as const),
    ...Object.keys(body?.properties ?? {}).map((slot) => ["body", slot] as const),
  ];
  return named.flatMap(([where, slot]) => {
    const fields = meanings[where][slot];
    if (fields) return fields.length > 0 ? [{ where, name: slot, fields }] : [];
    throw new Error(
      `Nobody has said what "${slot}" in the ${where} of ${name} can name: add it to tenancy-coding-slots.ts, and what it names to tenancy-coding-place.ts.`,
    );
  });
}

/** What a path's parameter names in a place. */
export const fieldOfPath = (name: string): CodingField => meanings.path[name]![0]!;
