import { HearthError } from "@hearth/core/errors";
import { type CallSignal, signalOf, type TelemetrySender } from "./call-signal.ts";
import { type LogRecord, mostRecords } from "./log-record.ts";
import { RecordReader, UnreadableRecord } from "./record-reader.ts";
import { toolEventOf } from "./tool-events.ts";

/** A signal, and what to call its record when the store refuses it. */
export interface BatchedSignal {
  readonly signal: CallSignal;
  readonly label: string;
}

/** What the log records of one request come to. */
export class TelemetryBatch {
  readonly signals: BatchedSignal[] = [];
  /** Records that tell of no call, by design or by kind. */
  dropped = 0;
  /** Records that tell of a call and could not be counted. */
  rejected = 0;
  /** Why the first of them could not be. */
  fault: string | undefined;
  private records = 0;
  private readonly sender: TelemetrySender;

  constructor(sender: TelemetrySender) {
    this.sender = sender;
  }

  /** @throws HearthError `too_large` */
  take(record: LogRecord): void {
    if (++this.records > mostRecords) {
      const message = `must have at most ${mostRecords} log records`;
      throw new HearthError("too_large", `The body ${message}: send less at once.`, [
        { path: "body", message },
      ]);
    }
    const event = toolEventOf(record);
    if (!event) {
      this.dropped++;
      return;
    }
    const label = `log record ${this.records} (${event.name})`;
    try {
      const reader = new RecordReader(record);
      const call = event.readCall(reader);
      if (call) this.signals.push({ signal: signalOf(call, reader, this.sender), label });
      else this.dropped++;
    } catch (error) {
      if (!(error instanceof UnreadableRecord)) throw error;
      this.reject(label, error.message);
    }
  }

  /** Counts a record that cannot be stored. */
  reject(label: string, why: string): void {
    this.rejected++;
    this.fault ??= `${label}: ${why}`;
  }
}
