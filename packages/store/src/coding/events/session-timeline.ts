import type { StoreContext } from "../../context.ts";
import { countRows } from "../../games/questions/pages/count-rows.ts";
import type { CodingTenant } from "../reading/coding-tenant.ts";
import { compareRow, type ReadingOrder } from "../reading/reading-place.ts";
import { signalSpanOf } from "../reading/signal-span.ts";
import { sessionIdOf } from "../sessions/coding-session.ts";
import type { FoundSession } from "../sessions/find-session.ts";
import { type CodingEvent, codingEvents } from "./coding-event.ts";
import { type CodingSignal, codingSignals, type SignalRow } from "./coding-signal.ts";
import { type CallRow, callsOfSession } from "./event-rows.ts";

/** Whether only the calls of a session are meant, or all its signals. */
export type TimelineType = "calls" | "all";

/** A call or another signal, and where it stands: at one time calls come first, then the smaller hash. */
export type TimelineRow = { readonly call: CallRow } | { readonly signal: SignalRow };

export interface TimelinePlace {
  readonly time: number;
  readonly isSignal: boolean;
  readonly hash: Uint8Array;
}

export function placeOfRow(row: TimelineRow): TimelinePlace {
  const { time, hash } = "call" in row ? row.call : row.signal;
  return { time, hash, isSignal: "signal" in row };
}

export interface TimelineReading {
  readonly type: TimelineType;
  readonly order: ReadingOrder;
  readonly after: TimelinePlace | undefined;
  /** Rows to read at most; undefined for all. */
  readonly limit: number | undefined;
}

/** What a session is made of, in the order of time. */
export async function timelineRows(
  context: StoreContext,
  tenant: CodingTenant,
  found: FoundSession,
  { type, order, after, limit }: TimelineReading,
): Promise<TimelineRow[]> {
  const calls = await callsOfSession(context, found.session)
    .selectAll()
    .$if(after !== undefined, (query) => query.where(isAfter(order, after!, false)))
    .$if(limit !== undefined, (query) => query.limit(limit!))
    .orderBy("time", order)
    .orderBy("hash", order)
    .execute();
  const rows: TimelineRow[] = calls.map((call) => ({ call }));
  if (type === "calls") return rows;
  const signals = await (
    await signalsOf(context, tenant, found)
  )
    .selectAll()
    .$if(after !== undefined, (query) => query.where(isAfter(order, after!, true)))
    .$if(limit !== undefined, (query) => query.limit(limit!))
    .orderBy("time", order)
    .orderBy("hash", order)
    .execute();
  const sign = order === "asc" ? 1 : -1;
  const all = [...rows, ...signals.map((signal) => ({ signal }))];
  return all.toSorted((a, b) => sign * compare(placeOfRow(a), placeOfRow(b))).slice(0, limit);
}

/** How many rows there are in all. */
export async function timelineTotal(
  context: StoreContext,
  tenant: CodingTenant,
  found: FoundSession,
  type: TimelineType,
): Promise<number> {
  const { calls } = found.session;
  return type === "calls" ? calls : calls + (await countRows(await signalsOf(context, tenant, found)));
}

/** Rows as the wire shows them. */
export async function timelineItems(
  context: StoreContext,
  tenant: CodingTenant,
  { session, stream }: FoundSession,
  rows: readonly TimelineRow[],
): Promise<(CodingEvent | CodingSignal)[]> {
  const id = sessionIdOf(session, stream);
  const calls = rows.flatMap((row) => ("call" in row ? [row.call] : []));
  const signals = rows.flatMap((row) => ("signal" in row ? [row.signal] : []));
  const events = await codingEvents(context, tenant, calls, () => id);
  if (signals.length === 0) return events;
  const others = await codingSignals(context, tenant, signals, id);
  const [nextEvent, nextSignal] = [events.values(), others.values()];
  return rows.map((row) => ("call" in row ? nextEvent : nextSignal).next().value!);
}

async function signalsOf(context: StoreContext, tenant: CodingTenant, { session, stream }: FoundSession) {
  const { from, to } = await signalSpanOf(context, tenant, session, stream);
  return context.db
    .selectFrom("coding_signals")
    .where("organization_id", "=", context.organizationId)
    .where("stream_id", "=", stream.id)
    .where("time", ">=", from)
    .where("time", "<", to);
}

const compare = (a: TimelinePlace, b: TimelinePlace): number =>
  a.time - b.time || Number(a.isSignal) - Number(b.isSignal) || Buffer.compare(a.hash, b.hash);

/** Whether a call, or another signal, comes after a place. */
function isAfter(order: ReadingOrder, { time, isSignal, hash }: TimelinePlace, ofSignals: boolean) {
  const past = order === "asc" ? ">" : "<";
  if (isSignal === ofSignals) return compareRow(["time", "hash"], past, [time, hash]);
  const isStillAhead = isSignal === (order === "desc");
  return compareRow(["time"], isStillAhead ? `${past}=` : past, [time]);
}
