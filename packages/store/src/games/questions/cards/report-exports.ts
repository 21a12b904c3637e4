import { formatInstant } from "@hearth/core/time/instant";
import type { StoreContext } from "../../../context.ts";
import type { PlayExportsTable } from "../../../schema.ts";

export interface ReportExport {
  readonly provider: string;
  readonly status: PlayExportsTable["status"];
  readonly requestedAt: string;
  /** Where the ticket is, once sent. */
  readonly url: string | null;
}

/** The exports of a report that was found within its tenant. */
export async function reportExports({ db }: StoreContext, rowId: number): Promise<ReportExport[]> {
  const rows = await db
    .selectFrom("play_exports")
    .select(["provider", "status", "requested_at", "url"])
    .where("report_id", "=", rowId)
    .orderBy("provider")
    .execute();
  return rows.map(({ provider, status, requested_at, url }) => ({
    provider,
    status,
    requestedAt: formatInstant(requested_at),
    url,
  }));
}
