import type { Call } from "./call.ts";
import { enrichCall, sameCall } from "./enrich-call.ts";

/** What a key of this organization and mode stands for already. */
export type KnownKey<Stored extends Call> = Stored | "deleted" | undefined;

export type ReportStatus = "stored" | "enriched" | "duplicate" | "deleted";

/** What became of the stored calls: several `before` are calls that turned out to be one. */
export interface CallChange<Stored extends Call> {
  readonly before: readonly Stored[];
  /** Undefined: a report shows it to be a call that was deleted. */
  readonly after: Call | undefined;
}

export interface GatheredReports<Stored extends Call> {
  /** Only calls that are new, say something new, or go. */
  readonly changes: readonly CallChange<Stored>[];
  /** One for each report, in their order. */
  readonly receipts: readonly ReportReceipt[];
  /** New keys of deleted calls. */
  readonly deletedKeys: readonly string[];
}

export interface ReportReceipt {
  readonly status: ReportStatus;
  /** As it is once the whole batch is stored; undefined for what was deleted. */
  readonly call: Call | undefined;
}

/** A call as the batch sees it; `joined` where it was found to be the same as another. */
interface Slot<Stored extends Call> {
  before: Stored[];
  /** Undefined as long as only a deletion is known of it. */
  call: Call | undefined;
  deleted: boolean;
  joined: Slot<Stored> | undefined;
}

/**
 * Brings a batch of reports together with what is stored: reports that share any key are one call, a report
 * may show two stored calls to be one, and what shares a key with a deleted call is deleted with it.
 * @param known what a key stands for; asked once for each key that no call named so far has
 */
export function gatherReports<Stored extends Call>(
  reports: readonly Call[],
  known: (key: string) => KnownKey<Stored>,
): GatheredReports<Stored> {
  const slots = new Map<string, Slot<Stored>>();
  const newKeys: string[] = [];
  const slotOf = (key: string): Slot<Stored> | undefined => {
    const held = slots.get(key);
    if (held) return final(held);
    const fact = known(key);
    if (fact === undefined) return undefined;
    const slot: Slot<Stored> =
      fact === "deleted"
        ? { before: [], call: undefined, deleted: true, joined: undefined }
        : { before: [fact], call: fact, deleted: false, joined: undefined };
    if (fact !== "deleted") for (const own of fact.keys) slots.set(own, slot);
    slots.set(key, slot);
    return slot;
  };

  const touched = new Set<Slot<Stored>>();
  const drafts = reports.map((report) => {
    const found = report.keys.map((key) => ({ key, slot: slotOf(key) }));
    for (const { key, slot } of found) if (!slot) newKeys.push(key);
    const [first, ...others] = new Set(found.flatMap(({ slot }) => slot ?? []));
    const slot = first ?? { before: [], call: undefined, deleted: false, joined: undefined };
    const was = slot.call;
    for (const other of others) {
      join(slot, other);
      touched.delete(other);
    }
    slot.call = slot.call ? enrichCall(slot.call, report) : report;
    for (const key of report.keys) slots.set(key, slot);
    touched.add(slot);
    const status: ReportStatus =
      was === undefined ? "stored" : sameCall(was, slot.call) ? "duplicate" : "enriched";
    return { status, slot };
  });

  const changes: CallChange<Stored>[] = [];
  for (const { before, call, deleted } of touched) {
    if (deleted) {
      if (before.length > 0) changes.push({ before, after: undefined });
    } else if (before.length !== 1 || !sameCall(before[0]!, call!)) changes.push({ before, after: call });
  }
  return {
    changes,
    receipts: drafts.map(({ status, slot }) => {
      const { deleted, call } = final(slot);
      return deleted ? { status: "deleted", call: undefined } : { status, call };
    }),
    deletedKeys: newKeys.filter((key) => final(slots.get(key)!).deleted),
  };
}

function join<Stored extends Call>(slot: Slot<Stored>, other: Slot<Stored>): void {
  slot.before.push(...other.before);
  if (other.call) slot.call = slot.call ? enrichCall(slot.call, other.call) : other.call;
  slot.deleted ||= other.deleted;
  other.joined = slot;
}

function final<Stored extends Call>(slot: Slot<Stored>): Slot<Stored> {
  let at = slot;
  while (at.joined) at = at.joined;
  return at;
}
