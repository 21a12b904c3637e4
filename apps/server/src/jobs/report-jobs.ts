import { HearthError } from "@hearth/core/errors";
import type { ReportOutcome } from "@hearth/store/coding/reports/finish-report-job";
import type { Tenant } from "@hearth/store/context";
import type { Lookups, WaitingReport } from "@hearth/store/lookups";
import type { Logger } from "pino";
import type { WriterClient } from "../intake/writer-client.ts";
import type { ReaderClient } from "../reading/reader-client.ts";

/** Milliseconds between two looks while nothing waits, and after a failure. */
const interval = 1_000;
const patience = 30_000;

interface Parts {
  readonly lookups: Lookups;
  readonly reader: ReaderClient;
  readonly writer: WriterClient;
  readonly log: Logger;
}

const questionOf = { usage: "usageReport", cost: "costReport", models: "modelsReport" } as const;

/**
 * Computes the reports that wait, one after the other, oldest first. A report is a read and its keeping
 * happens once, so a stop in the middle is taken up at the next start.
 */
export class ReportJobs {
  private readonly parts: Parts;
  private timer: NodeJS.Timeout;
  private round: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(parts: Parts) {
    this.parts = parts;
    this.timer = setTimeout(() => this.next(), interval);
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private next(): void {
    this.round = this.run().then((wait) => {
      if (!this.isStopping) this.timer = setTimeout(() => this.next(), wait);
    });
  }

  /** Milliseconds to wait before the next round. */
  private async run(): Promise<number> {
    const { log, lookups } = this.parts;
    try {
      while (!this.isStopping) {
        const waiting = await lookups.waitingReport();
        if (!waiting) break;
        await this.compute(waiting);
      }
      return interval;
    } catch (error) {
      const code = error instanceof HearthError ? error.code : (error as NodeJS.ErrnoException).code;
      log.error({ code }, "a report could not be computed and is tried again later");
      return patience;
    }
  }

  private async compute({ job, report, request, organizationId, mode }: WaitingReport): Promise<void> {
    const { log, reader, writer } = this.parts;
    const tenant: Tenant = { organizationId, mode };
    await writer.order("startReportJob", tenant, { job });
    const started = performance.now();
    const outcome = await this.outcomeOf(reader.ask(questionOf[report], tenant, JSON.parse(request)));
    await writer.order("finishReportJob", tenant, { job, outcome });
    const ms = Math.round(performance.now() - started);
    if ("result" in outcome) log.info({ job, report, ms }, "report computed");
    else log.warn({ job, report, ms, code: outcome.error.code }, "report failed");
  }

  /** What would be refused again is an outcome; a reader that broke off or has no time is none. */
  private async outcomeOf(answer: Promise<string>): Promise<ReportOutcome> {
    try {
      return { result: await answer };
    } catch (error) {
      if (!(error instanceof HearthError) || error.code === "overloaded") throw error;
      return { error: { code: error.code, message: error.message } };
    }
  }
}
