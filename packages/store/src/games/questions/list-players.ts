import { formatInstant } from "@hearth/core/time/instant";
import { resolveProject } from "../../access/resolve-project.ts";
import type { Question, StoreContext } from "../../context.ts";
import { nextCursor, openPage, type Page, type PageRequest } from "./pages/open-page.ts";

export const playerKinds = ["externalId", "deviceId"] as const;
export type PlayerKind = (typeof playerKinds)[number];

export type PlayerFilters = {
  /** Which identity is listed; `externalId` unless said. */
  readonly kind?: PlayerKind | undefined;
  /** How the identity begins. */
  readonly prefix?: string | undefined;
};

export interface Player {
  readonly kind: PlayerKind;
  /** External id or device id, as sent. */
  readonly id: string;
  readonly sessions: number;
  readonly firstSeenAt: string;
  /** Start of the latest session. */
  readonly lastSeenAt: string;
}

export type PlayerList = Omit<PageRequest, "order"> & PlayerFilters & { readonly project: string };

const columns = { externalId: "player_external_id", deviceId: "player_device_id" } as const;
const lastCharacter = "\u{10ffff}";

/** Distinct players of a project in the order of their ids. They are not counted. */
export const listPlayers: Question<PlayerList, Omit<Page<Player>, "total">> = async (context, input) => {
  const { project: name, cursor, limit, ...given } = input;
  const project = await resolveProject(context, name);
  const place = { question: "listPlayers", within: project.id };
  const page = openPage(context, place, { cursor, limit }, given, "asc");
  const { kind = "externalId", prefix } = page.filters;
  const after = page.position === undefined ? undefined : String(page.position[0]);
  const found = await distinctIds(context, project.id, kind, prefix, after, page.limit + 1);
  return {
    items: await describe(context, project.id, kind, found.slice(0, page.limit)),
    nextCursor: nextCursor(context, page, null, found, (id) => [id]),
  };
};

/** Each id is found by one step into the index, however many sessions it has. */
async function distinctIds(
  { db }: StoreContext,
  projectId: number,
  kind: PlayerKind,
  prefix: string | undefined,
  after: string | undefined,
  limit: number,
): Promise<string[]> {
  const column = columns[kind];
  const sessions = db
    .selectFrom("play_sessions")
    .where("project_id", "=", projectId)
    .$if(prefix !== undefined, (query) => query.where(column, "<", prefix! + lastCharacter));
  const ids: string[] = [];
  let query =
    after === undefined ? sessions.where(column, ">=", prefix ?? "") : sessions.where(column, ">", after);
  while (ids.length < limit) {
    const { id } = await query.select((eb) => eb.fn.min(column).as("id")).executeTakeFirstOrThrow();
    if (id === null) break;
    ids.push(id);
    query = sessions.where(column, ">", id);
  }
  return ids;
}

async function describe(
  { db }: StoreContext,
  projectId: number,
  kind: PlayerKind,
  ids: readonly string[],
): Promise<Player[]> {
  if (ids.length === 0) return [];
  const column = columns[kind];
  const rows = await db
    .selectFrom("play_sessions")
    .select((eb) => [
      eb.ref(column).as("id"),
      eb.fn.countAll().as("sessions"),
      eb.fn.min("started_at").as("first"),
      eb.fn.max("started_at").as("last"),
    ])
    .where("project_id", "=", projectId)
    .where(column, "in", ids)
    .groupBy(column)
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const sessions = Number(row.sessions);
    return [
      { kind, id, sessions, firstSeenAt: formatInstant(row.first), lastSeenAt: formatInstant(row.last) },
    ];
  });
}
