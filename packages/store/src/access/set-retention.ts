import { HearthError, type ErrorDetail } from "@hearth/core/errors";
import { channels } from "@hearth/core/games/vocabulary";
import type { Command } from "../context.ts";
import { getRetention, type Retention } from "./get-retention.ts";
import { resolveProject } from "./resolve-project.ts";

export interface RetentionChange {
  /** Id or name. */
  readonly project: string;
  /** A build channel, or `*` for everything without a line of its own. */
  readonly channel: string;
  /** 1 to 36,500 whole days; null keeps for ever. */
  readonly days: number | null;
}

const mostDays = 36_500;

/** Sets how long a channel of a project is kept, and answers all of the project's lines. */
export const setRetention: Command<RetentionChange, Retention> = async (context, input) => {
  const { channel, days } = input;
  const project = await resolveProject(context, input.project);
  if (channel !== "*" && !channels.some((known) => known === channel)) {
    throw refusal({ path: "channel", message: `Must be one of ${channels.join(", ")}, or * for the rest.` });
  }
  if (days === null) {
    await context.db
      .deleteFrom("retention")
      .where("project_id", "=", project.id)
      .where("channel", "=", channel)
      .execute();
  } else {
    if (!Number.isInteger(days) || days < 1 || days > mostDays) {
      throw refusal({ path: "days", message: `Must be 1 to ${mostDays} whole days, or null for ever.` });
    }
    await context.db
      .insertInto("retention")
      .values({ project_id: project.id, channel, days })
      .onConflict((clash) => clash.columns(["project_id", "channel"]).doUpdateSet({ days }))
      .execute();
  }
  return await getRetention(context, { project: project.public_id });
};

const refusal = (detail: ErrorDetail): HearthError =>
  new HearthError(
    "invalid_request",
    `The retention cannot be set: ${detail.path} ${lowered(detail.message)}`,
    [detail],
  );

const lowered = (text: string): string => text[0]!.toLowerCase() + text.slice(1);
