import { HearthError } from "@hearth/core/errors";
import type { Question } from "../../context.ts";
import { rejectionRow } from "../questions/cards/rejection-ids.ts";

/** A refused request as its door needs it to try again. Row ids: for the server's own use, never for an answer. */
export interface RejectedBody {
  readonly id: number;
  readonly door: string;
  readonly subject: string | null;
  readonly scope: {
    readonly organizationId: number;
    readonly projectId: number;
    readonly environmentId: number;
    readonly tokenId: number;
  };
  /** Base64. */
  readonly body: string;
}

/** @throws HearthError `not_found`, the same for what belongs to another organization */
export const findRejectedBody: Question<{ rejection: string }, RejectedBody> = async (
  context,
  { rejection },
) => {
  const id = rejectionRow(context, rejection);
  const row =
    id === undefined
      ? undefined
      : await context.db
          .selectFrom("rejections")
          .innerJoin("projects", "projects.id", "rejections.project_id")
          .select(["rejections.id", "door", "subject", "project_id", "environment_id", "token_id", "body"])
          .where("rejections.id", "=", id)
          .where("projects.organization_id", "=", context.organizationId)
          .executeTakeFirst();
  if (!row) {
    throw new HearthError(
      "not_found",
      `There is no rejection ${rejection} in this organization: check the id, and whether it is older than seven days.`,
    );
  }
  return {
    id: row.id,
    door: row.door,
    subject: row.subject,
    scope: {
      organizationId: context.organizationId,
      projectId: row.project_id,
      environmentId: row.environment_id,
      tokenId: row.token_id,
    },
    body: Buffer.from(row.body).toString("base64"),
  };
};
