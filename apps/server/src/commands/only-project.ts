import { HearthError } from "@hearth/core/errors";
import type { StoreContext } from "@hearth/store/context";

/** The project that was named, or the only one there is. */
export async function onlyProject(context: StoreContext, named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  const all = await context.db
    .selectFrom("projects")
    .select(["public_id", "name"])
    .where("organization_id", "=", context.organizationId)
    .orderBy("name")
    .execute();
  if (all.length === 1) return all[0]!.public_id;
  throw new HearthError(
    "not_found",
    all.length === 0
      ? 'The organization has no project: create one with "hearth project create NAME".'
      : `There are ${all.length} projects: say which with --project, one of ${all.map(({ name }) => `"${name}"`).join(", ")}.`,
  );
}
