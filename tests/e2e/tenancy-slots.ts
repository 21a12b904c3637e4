import type { BodySchema, Operation } from "./tenancy-operations.ts";
import type { PlaceField } from "./tenancy-place.ts";

/** A place in a request where something of a tenant can be named. */
export interface Slot {
  readonly where: "path" | "query" | "body";
  /** Name of the parameter, or path of the member, such as `attachments[].uploadId`. */
  readonly name: string;
  /** What of a place it can name. */
  readonly fields: readonly PlaceField[];
}

type Names = Readonly<Record<string, readonly PlaceField[]>>;

const own = (...names: PlaceField[]): Names => Object.fromEntries(names.map((name) => [name, [name]]));
const none = (...names: string[]): Names => Object.fromEntries(names.map((name) => [name, []]));

/** What each name stands for; an empty list says that it names nothing of a tenant. */
const meanings: Readonly<Record<string, Names>> = {
  "console path": {
    ...own("session", "report", "upload", "environment", "token", "key", "device", "rejection"),
    project: ["project", "projectName"],
  },
  "console query": {
    ...own("build", "session", "version", "platform", "externalId", "deviceId", "eventType"),
    ...none("cursor", "limit", "order", "channel", "severity", "status", "exportStatus", "provider"),
    ...none("from", "to", "bucket", "kind", "days", "timeZone", "door"),
    environment: ["environment", "environmentName"],
    player: ["externalId", "deviceId"],
    prefix: ["externalId"],
    q: ["report", "word"],
  },
  "console body": {
    ...none("name", "color", "scopes", "mode", "user", "channel", "days", "severity", "status"),
    environment: ["environment", "environmentName"],
    reports: ["report"],
  },
  "ingest path": { id: ["session"] },
  "ingest query": none("partial"),
  "ingest body": {
    ...own("clientRequestId", "externalId", "deviceId"),
    sessionId: ["session"],
    buildId: ["build"],
    uploadId: ["upload"],
    eventIds: ["event", "suppliedEvent"],
    id: ["event", "sharedEvent"],
  },
  "files path": { upload: ["upload"] },
  "files query": none("expires", "signature"),
};

/**
 * Every place in an operation's requests that can name something of a tenant.
 * @throws Error for a parameter or member that nobody has said the meaning of
 */
export function slotsOf(operation: Operation): Slot[] {
  const { body, side } = operation;
  const members =
    body === undefined ? [] : side === "ingest" ? idMembers(body, "") : Object.keys(body.properties ?? {});
  const named = [
    ...operation.pathNames.map((name) => ({ where: "path" as const, name })),
    ...operation.queryNames.map((name) => ({ where: "query" as const, name })),
    ...new Set(members).values().map((name) => ({ where: "body" as const, name })),
  ];
  return named.flatMap(({ where, name }) => {
    const fields = meanings[`${side} ${where}`]?.[name.split(".").at(-1)!.replace("[]", "")];
    if (fields) return fields.length > 0 ? [{ where, name, fields }] : [];
    throw new Error(
      `Nobody has said what "${name}" in the ${where} of ${operation.name} can name: add it to tenancy-slots.ts, and what it names to tenancy-place.ts.`,
    );
  });
}

/** Members of what a game sends that are called an id, or ids. */
function idMembers({ properties = {}, items, anyOf = [] }: BodySchema, path: string): string[] {
  return [
    ...Object.entries(properties).flatMap(([name, member]) => {
      const at = path === "" ? name : `${path}.${name}`;
      return /(?:^id|Ids?)$/.test(name) ? [at] : idMembers(member, at);
    }),
    ...(items ? idMembers(items, `${path}[]`) : []),
    ...anyOf.flatMap((variant) => idMembers(variant, path)),
  ];
}
