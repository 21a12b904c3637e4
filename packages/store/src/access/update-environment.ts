import { HearthError } from "@hearth/core/errors";
import type { Command } from "../context.ts";
import { checkedColor } from "./checked-color.ts";
import { checkedName } from "./checked-name.ts";
import { environmentOf, type Environment } from "./environment.ts";
import { resolveEnvironment } from "./resolve-environment.ts";
import { resolveProject } from "./resolve-project.ts";

export interface EnvironmentChange {
  /** Id or name. */
  readonly project: string;
  /** Id or name. */
  readonly environment: string;
  readonly name?: string | undefined;
  /** `#rrggbb`. */
  readonly color?: string | undefined;
}

/** Renames or recolors an environment; what is absent stays. */
export const updateEnvironment: Command<EnvironmentChange, Environment> = async (context, input) => {
  const project = await resolveProject(context, input.project);
  const row = await resolveEnvironment(context, project, input.environment);
  const name = input.name === undefined ? row.name : checkedName(input.name, { of: "environment" });
  const color = input.color === undefined ? row.color : checkedColor(input.color);
  const taken = await context.db
    .selectFrom("environments")
    .select("id")
    .where("project_id", "=", project.id)
    .where("name", "=", name)
    .where("id", "!=", row.id)
    .executeTakeFirst();
  if (taken) {
    throw new HearthError(
      "conflict",
      `Project "${project.name}" has an environment "${name}" already: choose another name.`,
    );
  }
  await context.db.updateTable("environments").set({ name, color }).where("id", "=", row.id).execute();
  return environmentOf({ ...row, name, color });
};
