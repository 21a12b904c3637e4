import type { RemovalContext } from "./context.ts";
import { type ErasureKind, erasureHash } from "./ledger.ts";
import type { LedgerContent } from "./read-ledger.ts";
import type { Tenant } from "./tenant.ts";

/** The ledger, seen from one project of the restored database. */
export interface Replay extends RemovalContext {
  readonly ledger: LedgerContent;
  readonly secret: string;
  readonly projectId: number;
  readonly tenant: Tenant;
}

/** When this was erased (epoch milliseconds), or undefined where it never was. */
export function erasedAt(
  { ledger, secret, tenant }: Replay,
  kind: ErasureKind,
  identifier: string,
): number | undefined {
  const entries = kind === "session" ? ledger.sessions : kind === "report" ? ledger.reports : ledger.subjects;
  return entries.get(erasureHash(secret, { ...tenant, kind, identifier }));
}

/** Runs one removal as a transaction of its own. */
export const atomically = async <Result>(
  replay: Replay,
  removal: (replay: Replay) => Promise<Result>,
): Promise<Result> => await replay.db.transaction().execute(async (db) => await removal({ ...replay, db }));
