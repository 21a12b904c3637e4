import type { Selectable } from "kysely";
import { HearthError } from "@hearth/core/errors";
import type { StoreContext } from "../context.ts";
import type { EnvironmentsTable, ProjectsTable } from "../schema.ts";
import { isIdentifier } from "./identifier.ts";

/**
 * The environment of a resolved project that an id (`env_…`) or a name stands for.
 * @throws HearthError `not_found`
 */
export async function resolveEnvironment(
  { db, organizationId }: StoreContext,
  project: Selectable<ProjectsTable>,
  text: string,
): Promise<Selectable<EnvironmentsTable>> {
  const own = db
    .selectFrom("environments")
    .where("organization_id", "=", organizationId)
    .where("project_id", "=", project.id);
  const row = await own
    .selectAll()
    .where(isIdentifier(text) ? "public_id" : "name", "=", text)
    .executeTakeFirst();
  if (row) return row;
  const others = await own.select("name").orderBy("id").limit(10).execute();
  throw new HearthError(
    "not_found",
    `There is no environment "${text}" in project "${project.name}": choose ${others.map(({ name }) => `"${name}"`).join(", ")} or create it first.`,
    [{ path: "environment", message: "Must be the id or the name of an environment of this project." }],
  );
}
