import type { Selectable } from "kysely";
import { formatInstant } from "@hearth/core/time/instant";
import type { EnvironmentsTable } from "../schema.ts";

/** An environment on the wire. `color` is `#rrggbb`. */
export interface Environment {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly createdAt: string;
}

export const environmentOf = (row: Selectable<EnvironmentsTable>): Environment => ({
  id: row.public_id,
  name: row.name,
  color: row.color,
  createdAt: formatInstant(row.created_at),
});
