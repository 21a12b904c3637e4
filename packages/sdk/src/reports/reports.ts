import { ForgError } from "../errors/forg-error.ts";
import { idIn, type RequestOptions, type Send } from "../http/call.ts";
import { pause } from "../http/pause.ts";
import type { CostReport, ModelsReport, ReportJob, ReportQuery, UsageReport } from "./report.ts";

/** Makes a report a job, for long periods. */
export type Apart = { readonly async: true };

const path = "/api/v1/reports";
const firstLook = 500;
const longestPause = 5_000;

/** Scope `read:reports`. */
export class Reports {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  usage(query: ReportQuery & Apart, options?: RequestOptions): Promise<ReportJob<UsageReport>>;
  usage(query: ReportQuery, options?: RequestOptions): Promise<UsageReport>;
  async usage(query: ReportQuery, options?: RequestOptions): Promise<UsageReport | ReportJob<UsageReport>> {
    return await this.#report("usage", query, options);
  }

  cost(query: ReportQuery & Apart, options?: RequestOptions): Promise<ReportJob<CostReport>>;
  cost(query: ReportQuery, options?: RequestOptions): Promise<CostReport>;
  async cost(query: ReportQuery, options?: RequestOptions): Promise<CostReport | ReportJob<CostReport>> {
    return await this.#report("cost", query, options);
  }

  models(query: ReportQuery & Apart, options?: RequestOptions): Promise<ReportJob<ModelsReport>>;
  models(query: ReportQuery, options?: RequestOptions): Promise<ModelsReport>;
  async models(
    query: ReportQuery,
    options?: RequestOptions,
  ): Promise<ModelsReport | ReportJob<ModelsReport>> {
    return await this.#report("models", query, options);
  }

  /** How far a job is. */
  async job<Result>(
    { id }: Pick<ReportJob<Result>, "id">,
    options?: RequestOptions,
  ): Promise<ReportJob<Result>> {
    return await this.#send({ method: "GET", path: `${path}/jobs/${idIn(id)}`, options });
  }

  /**
   * The report of a job, once it is done; `signal` ends the waiting.
   * @throws ForgError with the job's own code where it failed
   */
  async wait<Result>(job: ReportJob<Result>, options?: RequestOptions): Promise<Result> {
    let seen = job;
    for (let rest = firstLook; seen.status === "queued" || seen.status === "running"; rest *= 2) {
      await pause(Math.min(rest, longestPause), options?.signal);
      seen = await this.job(seen, options);
    }
    if (seen.result !== null) return seen.result;
    const { code = "internal", message = `The report ${seen.id} failed.` } = seen.error ?? {};
    throw new ForgError(code, message);
  }

  #report<Answer>(name: string, query: ReportQuery, options: RequestOptions | undefined): Promise<Answer> {
    const method = (query as Partial<Apart>).async ? "POST" : "GET";
    return this.#send({ method, path: `${path}/${name}`, query, options });
  }
}
