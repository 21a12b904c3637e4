import { HearthError } from "@hearth/core/errors";
import type { Command } from "../../context.ts";
import { checkedName } from "../checked-name.ts";
import { createProject } from "../create-project.ts";
import { newIdentifier } from "../identifier.ts";
import { type ProjectCard, projectCardOf } from "./project-card.ts";

/** Makes a project of the caller's mode; a live one has environments too, since games may send to it. */
export const createProjectCard: Command<{ name: string }, ProjectCard> = async (context, input) => {
  if (context.mode === "live") {
    const { id, name, createdAt } = await createProject(context, { name: input.name });
    return { id, name, created_at: createdAt };
  }
  const name = checkedName(input.name, { of: "project" });
  const row = await context.db
    .insertInto("projects")
    .values({
      organization_id: context.organizationId,
      public_id: newIdentifier("proj"),
      name,
      created_at: context.now,
      mode: context.mode,
    })
    .onConflict((clash) => clash.columns(["organization_id", "mode", "name"]).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row) return projectCardOf(row);
  throw new HearthError("conflict", `There is a project "${name}" already: choose another name.`);
};
