import type { Selectable } from "kysely";
import type { StoreContext } from "../../context.ts";
import type { CodingSessionsTable } from "../coding-schema.ts";
import { testOf } from "./coding-tenant.ts";
import { compareRow, type ReadingPlace } from "./reading-place.ts";

/** The session of a stream that holds the call at a place. */
export async function sessionAt(
  context: StoreContext,
  { streamId, time, hash }: ReadingPlace,
): Promise<Selectable<CodingSessionsTable> | undefined> {
  const session = await context.db
    .selectFrom("coding_sessions")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("stream_id", "=", streamId)
    .where(compareRow(["first_time", "first_hash"], "<=", [time, hash]))
    .orderBy("first_time", "desc")
    .orderBy("first_hash", "desc")
    .limit(1)
    .executeTakeFirst();
  const isHeld =
    session !== undefined &&
    session.test === testOf(context) &&
    (session.last_time - time || Buffer.compare(session.last_hash, hash)) >= 0;
  return isHeld ? session : undefined;
}
