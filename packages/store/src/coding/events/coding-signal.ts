import { signalHash, signalId } from "@hearth/core/coding/call-identity";
import { formatInstant } from "@hearth/core/time/instant";
import type { Selectable } from "kysely";
import type { StoreContext } from "../../context.ts";
import { JsonText } from "../../json-text.ts";
import type { CodingSignalsTable } from "../coding-schema.ts";
import { streamsById } from "../reading/coding-streams.ts";
import type { CodingTenant } from "../reading/coding-tenant.ts";
import { digest } from "../reading/digest.ts";

export type SignalRow = Selectable<CodingSignalsTable>;

/** A signal that is no call, as the wire shows it. */
export interface CodingSignal {
  readonly id: string;
  /** As sent: `user-prompt`, `session-end`, … */
  readonly type: string;
  /** Null where no session is near. */
  readonly session_id: string | null;
  readonly user_id: string;
  readonly project_id: string | null;
  readonly ts: string;
  readonly adapter: string;
  /** What it brought of the closed list. */
  readonly metadata: JsonText;
}

/** Signals as the wire shows them, in the order given. */
export async function codingSignals(
  context: StoreContext,
  tenant: CodingTenant,
  rows: readonly SignalRow[],
  sessionId: string | null,
): Promise<CodingSignal[]> {
  const subjects = await streamsById(
    context,
    rows.map((row) => row.subject_id),
  );
  return rows.map((row) => {
    const subject = subjects.get(row.subject_id)!;
    return {
      id: signalId(signalHash(digest, tenant, row.type, row.signal_key)),
      type: row.type,
      session_id: sessionId,
      user_id: subject.user_id,
      project_id: subject.project_id || null,
      ts: formatInstant(row.time),
      adapter: subject.adapter,
      metadata: new JsonText(row.facts),
    };
  });
}
