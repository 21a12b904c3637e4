import { HearthError } from "@hearth/core/errors";
import type { Question } from "../../context.ts";
import { rejectionCards, type RejectionCard } from "./cards/rejection-cards.ts";
import { rejectionRow } from "./cards/rejection-ids.ts";

export interface RejectionDetails extends RejectionCard {
  readonly project: { readonly id: string; readonly name: string };
  /** The door's path parameter, where it has one. */
  readonly subject: string | null;
  /** As sent, inflated; octets that are no UTF-8 show as U+FFFD. */
  readonly body: string;
  /** Octets of the body. */
  readonly bodyBytes: number;
}

/**
 * A refused request with what it brought.
 * @throws HearthError `not_found`, the same for what does not exist and what belongs to another organization
 */
export const getRejection: Question<{ rejection: string }, RejectionDetails> = async (context, input) => {
  const id = rejectionRow(context, input.rejection);
  if (id === undefined) throw unknown(input.rejection);
  const { db, organizationId } = context;
  const row = await db.selectFrom("rejections").selectAll().where("id", "=", id).executeTakeFirst();
  const project =
    row &&
    (await db
      .selectFrom("projects")
      .select(["public_id as id", "name"])
      .where("id", "=", row.project_id)
      .where("organization_id", "=", organizationId)
      .executeTakeFirst());
  if (!row || !project) throw unknown(input.rejection);
  const [card] = await rejectionCards(context, row.project_id, [row]);
  const body = Buffer.from(row.body);
  return { ...card!, project, subject: row.subject, body: body.toString(), bodyBytes: body.length };
};

const unknown = (id: string): HearthError =>
  new HearthError(
    "not_found",
    `There is no rejection ${id} in this organization: check the id, and whether it is older than seven days.`,
    [{ path: "rejection", message: "Must be the id of a rejection of this organization." }],
  );
