import { HearthError } from "@hearth/core/errors";
import type { Question } from "../../context.ts";

/**
 * The public id of an upload of the organization whose file has arrived.
 * @throws HearthError `not_found`, the same for what belongs to another organization
 */
export const arrivedUpload: Question<{ upload: string }, { upload: string }> = async (context, input) => {
  const id = context.ids.rowOf("upload", input.upload);
  const row =
    id === undefined
      ? undefined
      : await context.db
          .selectFrom("play_uploads")
          .innerJoin("projects", "projects.id", "play_uploads.project_id")
          .select("arrived_at")
          .where("play_uploads.id", "=", id)
          .where("projects.organization_id", "=", context.organizationId)
          .executeTakeFirst();
  if (!row || row.arrived_at === null) {
    throw new HearthError(
      "not_found",
      `There is no file ${input.upload} in this organization: check the id, and whether it has arrived.`,
      [{ path: "upload", message: "Must be the id of an upload whose file has arrived." }],
    );
  }
  return { upload: input.upload.toLowerCase() };
};
