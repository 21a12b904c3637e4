/** The closed vocabularies of the play side, as the wire spells them. */
export const severities = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof severities)[number];

export const reporterTypes = ["player", "tester", "qa", "internal", "system"] as const;
export type ReporterType = (typeof reporterTypes)[number];

export const attachmentTypes = ["screenshot", "video", "save_state", "log_bundle", "other"] as const;
export type AttachmentType = (typeof attachmentTypes)[number];

export const channels = ["dev", "qa", "alpha", "beta", "staging", "prod"] as const;
export type Channel = (typeof channels)[number];

export const exportProviders = ["github", "gitlab", "jira", "discord", "webhook"] as const;
export type ExportProvider = (typeof exportProviders)[number];

export const reportStatuses = [
  "new",
  "triaged",
  "export_pending",
  "exported",
  "duplicate",
  "closed",
] as const;
export type ReportStatus = (typeof reportStatuses)[number];

/** The member of `words` that `value` is, in any case of letters, or undefined. */
export const wordOf = <Word extends string>(words: readonly Word[], value: unknown): Word | undefined =>
  typeof value === "string" ? words.find((word) => word === value.trim().toLowerCase()) : undefined;
