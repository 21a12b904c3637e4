import { HearthError } from "@hearth/core/errors";
import type { Command } from "../context.ts";
import { colorOf } from "./checked-color.ts";
import { checkedName } from "./checked-name.ts";
import { environmentOf } from "./environment.ts";
import { newIdentifier } from "./identifier.ts";
import { projectOf, type Project } from "./project.ts";

/** Environments every project starts with. */
export const firstEnvironments = ["Production", "Development"] as const;

export const createProject: Command<{ name: string }, Project> = async (context, input) => {
  const { db, now, organizationId } = context;
  const name = checkedName(input.name, { of: "project" });
  const row = await db
    .insertInto("projects")
    .values({ organization_id: organizationId, public_id: newIdentifier("proj"), name, created_at: now })
    .onConflict((clash) => clash.columns(["organization_id", "mode", "name"]).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) {
    throw new HearthError("conflict", `There is a project "${name}" already: choose another name.`);
  }
  const environments = await db
    .insertInto("environments")
    .values(
      firstEnvironments.map((name, position) => ({
        organization_id: organizationId,
        project_id: row.id,
        public_id: newIdentifier("env"),
        name,
        color: colorOf(position),
        created_at: now,
      })),
    )
    .returningAll()
    .execute();
  return projectOf(row, environments.map(environmentOf));
};
