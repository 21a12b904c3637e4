import type { Question } from "../context.ts";
import { resolveProject } from "./resolve-project.ts";

export interface Retention {
  readonly project: { readonly id: string; readonly name: string };
  /** Whole days that rows of a channel are kept; a channel without a line keeps them for ever. */
  readonly channels: readonly RetentionLine[];
}

export interface RetentionLine {
  /** A build channel, or `*` for everything without a line of its own. */
  readonly channel: string;
  readonly days: number;
}

/** How long a project (id or name) keeps what its games sent. */
export const getRetention: Question<{ project: string }, Retention> = async (context, input) => {
  const project = await resolveProject(context, input.project);
  const channels = await context.db
    .selectFrom("retention")
    .select(["channel", "days"])
    .where("project_id", "=", project.id)
    .orderBy("channel")
    .execute();
  return { project: { id: project.public_id, name: project.name }, channels };
};
