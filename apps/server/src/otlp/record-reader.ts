import { parseInstant } from "@hearth/core/time/instant";
import type { AttributeValue, LogRecord } from "./log-record.ts";

/** A record that tells of a call and cannot be counted. The message says why, without quoting any of it. */
export class UnreadableRecord extends Error {}

/** What JavaScript exporters make of a value that is not there. */
const absentTexts = new Set(["", "undefined", "null", "NaN", "N/A"]);

/** Longer texts are none of those that are read here, and would be cut. */
const longestText = 256;

const firstTime = Date.UTC(2000, 0, 1);
const lastTime = Date.UTC(2200, 0, 1);

/** Reads what a record says by the names of its attributes; its resource speaks where the record does not. */
export class RecordReader {
  private readonly record: LogRecord;

  constructor(record: LogRecord) {
    this.record = record;
  }

  /** The first of the attributes that says something; numbers as text. */
  text(...names: readonly string[]): string | null {
    for (const name of names) {
      const value = this.valueOf(name);
      if (value === undefined || typeof value === "boolean") continue;
      const text = String(value).trim();
      if (text.length <= longestText && !absentTexts.has(text)) return text;
    }
    return null;
  }

  /**
   * A whole number of tokens, sent as a number or as its digits; null where there is none.
   * @throws UnreadableRecord
   */
  count(name: string): number | null {
    const count = this.amount(name);
    if (count === null || Number.isInteger(count)) return count;
    throw new UnreadableRecord(`${name} must be a whole number`);
  }

  /**
   * A number that is not negative.
   * @throws UnreadableRecord
   */
  amount(name: string): number | null {
    const value = this.valueOf(name);
    if (value === undefined || (typeof value === "string" && absentTexts.has(value.trim()))) return null;
    const amount = typeof value === "boolean" ? Number.NaN : Number(value);
    if (amount >= 0 && Number.isFinite(amount)) return amount;
    throw new UnreadableRecord(`${name} must be a number that is not negative`);
  }

  /** Epoch milliseconds at which the call was done; null where nothing says so. */
  time(): number | null {
    const stamp = this.record.attributes.get("event.timestamp");
    const told = typeof stamp === "string" ? parseInstant(stamp) : undefined;
    const times = [this.record.time, told ?? 0, this.record.observedTime];
    return times.find((time) => time >= firstTime && time < lastTime) ?? null;
  }

  private valueOf(name: string): AttributeValue | undefined {
    return this.record.attributes.get(name) ?? this.record.resource.get(name);
  }
}
