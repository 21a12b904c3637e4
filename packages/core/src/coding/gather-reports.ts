import type { Call } from "./call.ts";
import { enrichCall, sameCall } from "./enrich-call.ts";

/** What a key of this organization and mode stands for already. */
export type KnownKey<Stored extends Call> = Stored | "deleted" | undefined;

export type ReportStatus = "stored" | "enriched" | "duplicate" | "deleted";

/** What became of the stored calls: several `before` are calls that turned out to be one. */
export interface CallChange<Stored extends Call> {
  readonly before: readonly Stored[];
  readonly after: Call;
}

export interface GatheredReports<Stored extends Call> {
  /** Only calls that are new or say something new. */
  readonly changes: readonly CallChange<Stored>[];
  /** One for each report, in their order. */
  readonly receipts: readonly ReportReceipt[];
}

export interface ReportReceipt {
  readonly status: ReportStatus;
  /** As it is once the whole batch is stored; undefined for what was deleted. */
  readonly call: Call | undefined;
}

/** A call as the batch sees it; `joined` where it was found to be the same as another. */
interface Slot<Stored extends Call> {
  before: Stored[];
  call: Call;
  joined: Slot<Stored> | undefined;
}

/**
 * Brings a batch of reports together with what is stored: reports that share any key are one call, and
 * a report may show two stored calls to be one. A report with a key of a deleted call stores nothing.
 * @param known what a key stands for; asked once for each key that no call named so far has
 */
export function gatherReports<Stored extends Call>(
  reports: readonly Call[],
  known: (key: string) => KnownKey<Stored>,
): GatheredReports<Stored> {
  const slots = new Map<string, Slot<Stored> | "deleted" | undefined>();
  const slotOf = (key: string): Slot<Stored> | "deleted" | undefined => {
    if (slots.has(key)) return resolve(slots.get(key));
    const fact = known(key);
    if (fact === undefined || fact === "deleted") {
      slots.set(key, fact);
      return fact;
    }
    const slot: Slot<Stored> = { before: [fact], call: fact, joined: undefined };
    for (const own of fact.keys) slots.set(own, slot);
    slots.set(key, slot);
    return slot;
  };

  const all = new Set<Slot<Stored>>();
  const receipts = reports.map((report) => {
    const found = report.keys.map(slotOf);
    if (found.includes("deleted")) return { status: "deleted" as const, slot: undefined };
    const [slot, ...others] = new Set(found.filter((entry) => typeof entry === "object"));
    if (!slot) {
      const fresh: Slot<Stored> = { before: [], call: report, joined: undefined };
      for (const key of report.keys) slots.set(key, fresh);
      all.add(fresh);
      return { status: "stored" as const, slot: fresh };
    }
    const was = slot.call;
    for (const other of others) {
      slot.before.push(...other.before);
      slot.call = enrichCall(slot.call, other.call);
      other.joined = slot;
      all.delete(other);
    }
    slot.call = enrichCall(slot.call, report);
    for (const key of report.keys) slots.set(key, slot);
    all.add(slot);
    return { status: sameCall(was, slot.call) ? ("duplicate" as const) : ("enriched" as const), slot };
  });

  const changes: CallChange<Stored>[] = [];
  for (const { before, call } of all) {
    if (before.length !== 1 || !sameCall(before[0]!, call)) changes.push({ before, after: call });
  }
  return {
    changes,
    receipts: receipts.map(({ status, slot }) => ({ status, call: slot && final(slot).call })),
  };
}

function resolve<Stored extends Call>(
  slot: Slot<Stored> | "deleted" | undefined,
): Slot<Stored> | "deleted" | undefined {
  return typeof slot === "object" ? final(slot) : slot;
}

function final<Stored extends Call>(slot: Slot<Stored>): Slot<Stored> {
  let at = slot;
  while (at.joined) at = at.joined;
  return at;
}
