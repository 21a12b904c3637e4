import type { CallPosition } from "@hearth/core/coding/call-position";
import type { Connection } from "../open.ts";
import { type CallPrices, callCost } from "./call-prices.ts";
import { type CallRow, callColumns, type StoredCall, storedCall } from "./call-row.ts";
import type { CodingScope } from "./coding-scope.ts";
import { hashBytes } from "./session-row.ts";
import type { StoredCoding } from "./stored-coding.ts";

/** Which calls are priced anew. */
export interface RepricedPeriod {
  /** Epoch milliseconds, inclusive. */
  readonly from: number;
  /** Epoch milliseconds, exclusive. */
  readonly to: number;
  /** Whether calls of a model are, by the name they came with. */
  readonly concerns: (model: string) => boolean;
}

/** What became of them. Costs are micro-dollars, and those of the repriced calls alone. */
export interface RepricedFigures {
  /** Calls of the period and the models. */
  looked: number;
  /** Those whose cost is another now. */
  repriced: number;
  costBefore: number;
  costAfter: number;
  unpricedBefore: number;
  unpricedAfter: number;
}

/** Little enough that a server beside it does not wait long for its turn to write. */
const callsAtOnce = 2_000;

/**
 * Prices the calls of a period anew, step by step: each leaves calls, sessions and roll-ups in line, so that
 * it may be stopped after any of them and begun again.
 */
export class RepricePeriod {
  readonly figures: RepricedFigures = {
    looked: 0,
    repriced: 0,
    costBefore: 0,
    costAfter: 0,
    unpricedBefore: 0,
    unpricedAfter: 0,
  };
  private readonly coding: StoredCoding;
  private readonly prices: CallPrices;
  private readonly scope: CodingScope;
  private readonly period: RepricedPeriod;
  private readonly streams: number[];
  private readonly select;
  private place: CallPosition | undefined;

  /** @param coding with the same prices */
  constructor(
    database: Connection,
    coding: StoredCoding,
    prices: CallPrices,
    scope: CodingScope,
    period: RepricedPeriod,
  ) {
    this.coding = coding;
    this.prices = prices;
    this.scope = scope;
    this.period = period;
    this.streams = database
      .prepare<[number, number], number>(
        "select id from coding_streams where organization_id = ? and test = ? order by id desc",
      )
      .pluck()
      .all(scope.organizationId, scope.test);
    this.select = database.prepare<[number, number, number, Uint8Array, number, number], CallRow>(
      `select ${callColumns} from coding_calls
        where organization_id = ? and stream_id = ? and (time, hash) > (?, ?) and time < ?
        order by time, hash limit ?`,
    );
  }

  /**
   * Takes the next calls, within the caller's transaction.
   * @param isTrial only counts what would change
   * @returns whether there may be more
   */
  step(isTrial: boolean): boolean {
    // Another process may have written since the last step.
    this.coding.forget();
    const changed = this.nextCalls().filter((call) => this.note(call));
    if (!isTrial && changed.length > 0) this.coding.reprice(this.scope, changed);
    return this.streams.length > 0;
  }

  private nextCalls(): StoredCall[] {
    const { terms, streams } = this.coding.rows;
    const { organizationId } = this.scope;
    const found: StoredCall[] = [];
    while (found.length < callsAtOnce && this.streams.length > 0) {
      const { time, hash } = this.place ?? { time: this.period.from, hash: "" };
      const wanted = callsAtOnce - found.length;
      const stream = this.streams.at(-1)!;
      const rows = this.select.all(organizationId, stream, time, hashBytes(hash), this.period.to, wanted);
      for (const row of rows) found.push(storedCall(terms, streams, row));
      if (rows.length < wanted) {
        this.streams.pop();
        this.place = undefined;
      } else this.place = found.at(-1)!.placed;
    }
    return found;
  }

  /** Counts a call, and says whether it costs something else now. */
  private note(call: StoredCall): boolean {
    if (!this.period.concerns(call.placed.model)) return false;
    const { figures } = this;
    figures.looked++;
    const before = call.placed.cost;
    const after = callCost(this.prices, call).cost;
    if (before === after) return false;
    figures.repriced++;
    figures.costBefore += before ?? 0;
    figures.costAfter += after ?? 0;
    figures.unpricedBefore += Number(before === null);
    figures.unpricedAfter += Number(after === null);
    return true;
  }
}
