import type { SelectQueryBuilder } from "kysely";
import { HearthError } from "@hearth/core/errors";
import type { StoreContext } from "../../../context.ts";
import type { Schema } from "../../../schema.ts";

export interface BuildFilters {
  /** Public id. */
  readonly build?: string | undefined;
  readonly version?: string | undefined;
  /** In any case of letters. */
  readonly platform?: string | undefined;
}

/** The builds a filter names. */
export interface BuildSelection {
  /** Selects their row ids. */
  readonly among: SelectQueryBuilder<Schema, "play_builds", { id: number }>;
  /** The row ids themselves, where they are few enough to be read one after the other. */
  readonly few: readonly number[] | undefined;
}

/** Up to this many builds a page is merged from one index range each; beyond, their rows are common. */
const mostMerged = 48;

/**
 * Resolves the build filters, or undefined where none is given.
 * @throws HearthError `not_found` for a build id that is not one of the project
 */
export async function selectBuilds(
  { db, ids }: StoreContext,
  projectId: number,
  given: BuildFilters,
): Promise<BuildSelection | undefined> {
  const { version } = given;
  const platform = given.platform?.toLowerCase();
  if (given.build === undefined && version === undefined && platform === undefined) return undefined;
  let among = db.selectFrom("play_builds").select("id").where("project_id", "=", projectId);
  if (given.build !== undefined) {
    const id = ids.rowOf("build", given.build);
    if (id === undefined) throw unknownBuild(given.build);
    among = among.where("id", "=", id);
    if (!(await among.executeTakeFirst())) throw unknownBuild(given.build);
  }
  if (version !== undefined) among = among.where("version", "=", version);
  if (platform !== undefined) among = among.where("platform", "=", platform);
  const rows = await among.limit(mostMerged + 1).execute();
  return { among, few: rows.length > mostMerged ? undefined : rows.map((row) => row.id) };
}

function unknownBuild(id: string): HearthError {
  return new HearthError(
    "not_found",
    `There is no build "${id}" in this project: take its id from the list of builds, or filter by version and platform.`,
    [{ path: "build", message: "is no build of this project" }],
  );
}
