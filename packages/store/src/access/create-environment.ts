import { HearthError } from "@hearth/core/errors";
import type { Command } from "../context.ts";
import { checkedColor, colorOf } from "./checked-color.ts";
import { checkedName } from "./checked-name.ts";
import { environmentOf, type Environment } from "./environment.ts";
import { newIdentifier } from "./identifier.ts";
import { resolveProject } from "./resolve-project.ts";

export interface NewEnvironment {
  /** Id or name. */
  readonly project: string;
  readonly name: string;
  /** `#rrggbb`; the next of a palette where it is absent. */
  readonly color?: string | undefined;
}

export const createEnvironment: Command<NewEnvironment, Environment> = async (context, input) => {
  const { db, now, organizationId } = context;
  const project = await resolveProject(context, input.project);
  const name = checkedName(input.name, { of: "environment" });
  const { present } = await db
    .selectFrom("environments")
    .select((of) => of.fn.countAll().as("present"))
    .where("project_id", "=", project.id)
    .executeTakeFirstOrThrow();
  const row = await db
    .insertInto("environments")
    .values({
      organization_id: organizationId,
      project_id: project.id,
      public_id: newIdentifier("env"),
      name,
      color: input.color === undefined ? colorOf(Number(present)) : checkedColor(input.color),
      created_at: now,
    })
    .onConflict((clash) => clash.columns(["project_id", "name"]).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) {
    throw new HearthError(
      "conflict",
      `Project "${project.name}" has an environment "${name}" already: choose another name.`,
    );
  }
  return environmentOf(row);
};
