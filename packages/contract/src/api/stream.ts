import { Filter } from "../console/shapes.ts";
import { Type } from "../schema.ts";

const lastEventId = "The id of the last message that was received: what came after it is sent first.";

export const CodingStreamQuery = Type.Object({
  user_id: Filter("The user, exact."),
  project_id: Filter("The project, exact."),
  last_event_id: Filter(`${lastEventId} For clients that cannot send the header; the header counts more.`),
});

export const CodingStreamHeaders = Type.Object({
  "last-event-id": Type.Optional(Type.String({ description: lastEventId })),
});

/** What the data of `session.removed` holds. */
export interface RemovedCodingSession {
  readonly id: string;
  readonly user_id: string;
  readonly project_id: string | null;
  /** The session that holds its calls now; null where they are deleted. */
  readonly session_id: string | null;
}
