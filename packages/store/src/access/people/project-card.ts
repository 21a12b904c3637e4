import { formatInstant } from "@hearth/core/time/instant";
import type { Selectable } from "kysely";
import type { ProjectsTable } from "../../schema.ts";

/** A project as the coding side shows it. */
export interface ProjectCard {
  /** What signals call `project_id`. */
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
}

export const projectCardOf = (row: Selectable<ProjectsTable>): ProjectCard => ({
  id: row.public_id,
  name: row.name,
  created_at: formatInstant(row.created_at),
});
