import { formatInstant } from "@hearth/core/time/instant";
import type { Selectable } from "kysely";
import type { StoreContext } from "../../context.ts";
import type { UsersTable } from "../../coding/coding-schema.ts";

/** A user on the wire. */
export interface User {
  /** What signals call `user_id`: chosen by whoever sent the first one, or by whoever made the user. */
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly created_at: string;
  /** By name. */
  readonly teams: readonly { readonly id: string; readonly name: string }[];
}

type UserRow = Selectable<UsersTable>;

/** Users with their teams. The rows given to it were found within their tenant. */
export async function usersOf({ db }: Pick<StoreContext, "db">, rows: readonly UserRow[]): Promise<User[]> {
  const memberships =
    rows.length === 0
      ? []
      : await db
          .selectFrom("team_members")
          .innerJoin("teams", "teams.id", "team_members.team_id")
          .select(["team_members.user_id", "teams.public_id as id", "teams.name"])
          .where(
            "team_members.user_id",
            "in",
            rows.map(({ id }) => id),
          )
          .orderBy("teams.name")
          .execute();
  const teams = Map.groupBy(memberships, (membership) => membership.user_id);
  return rows.map((row) => ({
    id: row.public_id,
    name: row.name,
    email: row.email,
    created_at: formatInstant(row.created_at),
    teams: (teams.get(row.id) ?? []).map(({ id, name }) => ({ id, name })),
  }));
}
