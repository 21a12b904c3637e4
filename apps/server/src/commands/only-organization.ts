import { HearthError } from "@hearth/core/errors";
import { isIdentifier } from "@hearth/store/access/identifier";
import type { StoreContext } from "@hearth/store/context";

/** Row id of the organization that was named, or of the only one there is. */
export async function onlyOrganization({ db }: StoreContext, named: string | undefined): Promise<number> {
  const all = await db.selectFrom("organizations").selectAll().orderBy("name").execute();
  const row =
    named !== undefined
      ? all.find((one) => (isIdentifier(named) ? one.public_id : one.name) === named)
      : all.length === 1
        ? all[0]
        : undefined;
  if (row) return row.id;
  const names = all.map(({ name }) => `"${name}"`).join(", ");
  throw new HearthError(
    "not_found",
    all.length === 0
      ? 'There is no organization yet: start the server once, or create one with "hearth organization create NAME".'
      : named === undefined
        ? `There are ${all.length} organizations: say which with --organization, one of ${names}.`
        : `There is no organization "${named}": choose ${names} or create it with "hearth organization create".`,
  );
}
