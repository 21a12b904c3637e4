import type { Selectable } from "kysely";
import { HearthError } from "@hearth/core/errors";
import type { StoreContext } from "../context.ts";
import type { ProjectsTable } from "../schema.ts";
import { isIdentifier } from "./identifier.ts";

/**
 * The project of the caller's organization that an id (`proj_…`) or a name stands for.
 * @throws HearthError `not_found`, the same for what does not exist and what belongs to another organization
 */
export async function resolveProject(
  { db, organizationId, mode }: StoreContext,
  text: string,
): Promise<Selectable<ProjectsTable>> {
  const own = db
    .selectFrom("projects")
    .where("organization_id", "=", organizationId)
    .where("mode", "=", mode);
  const row = await own
    .selectAll()
    .where(isIdentifier(text) ? "public_id" : "name", "=", text)
    .executeTakeFirst();
  if (row) return row;
  const others = await own.select("name").orderBy("name").limit(10).execute();
  throw new HearthError(
    "not_found",
    others.length === 0
      ? `There is no project "${text}": the organization has none yet, create it first.`
      : `There is no project "${text}": choose ${others.map(({ name }) => `"${name}"`).join(", ")} or create it first.`,
    [{ path: "project", message: "Must be the id or the name of a project of this organization." }],
  );
}
