import type { Selectable } from "kysely";
import { formatInstant } from "@hearth/core/time/instant";
import type { OrganizationsTable } from "../schema.ts";

/** An organization on the wire. */
export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
}

export const organizationOf = (row: Selectable<OrganizationsTable>): Organization => ({
  id: row.public_id,
  name: row.name,
  createdAt: formatInstant(row.created_at),
});
