import { formatInstant } from "@hearth/core/time/instant";
import type { StoreContext } from "../../../context.ts";
import { eventCards, type EventCard } from "../cards/event-cards.ts";
import { reportCards, type ReportCard } from "../cards/report-cards.ts";
import { uploadCard, type UploadCard } from "../cards/upload-card.ts";
import type { Mark, MomentKind } from "./marks.ts";
import { aside } from "../filters/aside.ts";

/** One thing that happened in a session; `at` is when it occurred, or was received where it has no such time. */
export type Moment =
  | { readonly kind: "event"; readonly at: string; readonly event: EventCard }
  | { readonly kind: "upload"; readonly at: string; readonly upload: UploadCard }
  | { readonly kind: "report"; readonly at: string; readonly report: ReportCard };

/** The moments of one project that marks stand for, in their order. */
export async function moments(
  context: StoreContext,
  projectId: number,
  marks: readonly Mark[],
): Promise<Moment[]> {
  const rowIds = (kind: MomentKind) => marks.filter((mark) => mark.kind === kind).map((mark) => mark.id);
  const events = await eventsOf(context, projectId, rowIds("event"));
  const uploads = await uploadsOf(context, projectId, rowIds("upload"));
  const reports = await reportCards(context, projectId, rowIds("report"));
  return marks.flatMap((mark): Moment[] => {
    const at = formatInstant(mark.at);
    const event = mark.kind === "event" ? events.get(mark.id) : undefined;
    if (event) return [{ kind: "event", at, event }];
    const upload = mark.kind === "upload" ? uploads.get(mark.id) : undefined;
    if (upload) return [{ kind: "upload", at, upload }];
    const report = mark.kind === "report" ? reports.get(mark.id) : undefined;
    return report ? [{ kind: "report", at, report }] : [];
  });
}

async function eventsOf(context: StoreContext, projectId: number, rowIds: readonly number[]) {
  if (rowIds.length === 0) return new Map<number, EventCard>();
  const rows = await context.db
    .selectFrom("play_events")
    .selectAll()
    .where(aside("project_id"), "=", projectId)
    .where("id", "in", rowIds)
    .execute();
  const cards = await eventCards(context, projectId, rows);
  return new Map(rows.map((row, at) => [row.id, cards[at]!]));
}

async function uploadsOf(context: StoreContext, projectId: number, rowIds: readonly number[]) {
  if (rowIds.length === 0) return new Map<number, UploadCard>();
  const rows = await context.db
    .selectFrom("play_uploads")
    .selectAll()
    .where(aside("project_id"), "=", projectId)
    .where("id", "in", rowIds)
    .execute();
  return new Map(rows.map((row) => [row.id, uploadCard(context, row)]));
}
