import { formatInstant } from "@hearth/core/time/instant";
import type { Selectable } from "kysely";
import type { TeamsTable } from "../../coding/coding-schema.ts";
import type { StoreContext } from "../../context.ts";

/** A team on the wire; its members are the users listed by its id. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly member_count: number;
}

type TeamRow = Selectable<TeamsTable>;

/** Teams with how many they are. The rows given to it were found within their tenant. */
export async function teamsOf({ db }: Pick<StoreContext, "db">, rows: readonly TeamRow[]): Promise<Team[]> {
  const counts =
    rows.length === 0
      ? []
      : await db
          .selectFrom("team_members")
          .select((eb) => ["team_id", eb.fn.countAll<number | string>().as("count")])
          .where(
            "team_id",
            "in",
            rows.map(({ id }) => id),
          )
          .groupBy("team_id")
          .execute();
  const countOf = new Map(counts.map(({ team_id: team, count }) => [team, Number(count)]));
  return rows.map((row) => ({
    id: row.public_id,
    name: row.name,
    created_at: formatInstant(row.created_at),
    member_count: countOf.get(row.id) ?? 0,
  }));
}
