import type { Selectable } from "kysely";
import { formatInstant } from "@hearth/core/time/instant";
import type { ProjectsTable } from "../schema.ts";
import type { Environment } from "./environment.ts";

/** A project on the wire, with its environments in the order they were made. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly environments: readonly Environment[];
}

export const projectOf = (row: Selectable<ProjectsTable>, environments: readonly Environment[]): Project => ({
  id: row.public_id,
  name: row.name,
  createdAt: formatInstant(row.created_at),
  environments,
});
