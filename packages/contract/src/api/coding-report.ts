import { Count, Instant, NullableText } from "../console/shapes.ts";
import { Nullable, Words } from "../ingest/shapes.ts";
import { type TSchema, Type } from "../schema.ts";

const groupWords = ["day", "week", "month", "user", "project", "model"] as const;
const jobStatusWords = ["queued", "running", "done", "failed"] as const;
const reportWords = ["usage", "cost", "models"] as const;

const end = (description: string) => Type.String({ minLength: 1, maxLength: 64, description });
const from = end("ISO 8601; a date alone is the beginning of that day in the organization's time zone.");
const to = end("The same, exclusive.");
const id = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 256, description }));

const choices = {
  group_by: Type.Optional(
    Words(groupWords, "What a row is of; day unless said, and model in the report on models."),
  ),
  user_id: id("Only what this user used."),
  project_id: id("Only what was used for this project."),
  team_id: id("Only what the members of this team used."),
};

export const CodingReportQuery = Type.Object({ from, to, ...choices }, { additionalProperties: false });

const asked = { from: Type.Optional(from), to: Type.Optional(to), ...choices };

/** The same as the query of a report, or nothing beside a body. */
export const ReportJobQuery = Type.Object(
  {
    ...asked,
    async: Type.Optional(
      Type.Unsafe<true>({ type: "boolean", enum: [true], description: "May be said; it is always so." }),
    ),
  },
  { additionalProperties: false },
);

export const ReportJobBody = Type.Object(asked, {
  description: "What is asked for, where the query does not say it; what both say is the query's.",
});

export const ReportJobPath = Type.Object({ job: Type.String({ description: "Id of the job, job_…." }) });

const usd = (description: string) => Type.Number({ minimum: 0, description });
const cost = usd("Dollars, of the calls whose cost is known.");
const unpriced = Count("Calls whose cost is not known.");
const tokens = {
  tokens_in: Count("The whole prompts; what was cached is part of it."),
  tokens_out: Count(),
};
const sessions = Count("Those that began in the period.");

/** One member of these says what a row is of. */
const label = {
  date: Type.Optional(
    Type.String({
      format: "date",
      description: "The day, or the first of the week or month, in local time.",
    }),
  ),
  user_id: Type.Optional(NullableText()),
  project_id: Type.Optional(NullableText("Null for what belongs to none.")),
};

const ReportOf = <Totals extends TSchema, Row extends TSchema>(totals: Totals, row: Row) =>
  Type.Object({
    period: Type.Object(
      { from: Instant(), to: Instant(), time_zone: Type.String({ description: "IANA name." }) },
      { description: "What was counted: the time asked for, widened to whole quarter hours." },
    ),
    group_by: Words(groupWords, "What a row is of."),
    totals,
    data: Type.Array(row),
  });

const model = Type.Optional(NullableText("Null for sessions without a call."));
const usageFigures = {
  ...tokens,
  cache_read_tokens: Count(),
  cache_write_tokens: Count(),
  reasoning_tokens: Count(),
  sessions,
  events: Count(),
  error_count: Count(),
};
const costFigures = { cost_usd: cost, sessions, unpriced_count: unpriced };
const modelFigures = { ...tokens, cost_usd: cost, events: Count(), unpriced_count: unpriced };

export const UsageReport = ReportOf(
  Type.Object(usageFigures),
  Type.Object({ ...label, model, ...usageFigures }),
);

export const CostReport = ReportOf(
  Type.Object(costFigures),
  Type.Object({
    ...label,
    model,
    ...costFigures,
    breakdown: Type.Record(Type.String(), usd("Dollars."), { description: "Dollars of each model called." }),
  }),
);

export const ModelsReport = ReportOf(
  Type.Object(modelFigures),
  Type.Object({
    ...label,
    model: Type.String(),
    ...modelFigures,
    share_pct: Type.Number({
      description: "Percent of the cost; where nothing has a cost, of the events. Of its group, if grouped.",
    }),
  }),
);

/** A report that is computed apart from its request. */
export const ReportJob = Type.Object({
  id: Type.String({ description: "job_…" }),
  report: Words(reportWords, "Which report."),
  status: Words(jobStatusWords, "Where it stands; done and failed are final."),
  created_at: Instant(),
  finished_at: Nullable(Instant()),
  result: Nullable(Type.Object({}, { additionalProperties: true, description: "The report, once done." })),
  error: Nullable(
    Type.Object({ code: Type.String(), message: Type.String() }, { description: "Why it failed." }),
  ),
});
