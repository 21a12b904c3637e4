/** The closed vocabularies of the console's answers and filters; those of channels and doors are the ingest's. */
export const severityWords = ["low", "medium", "high", "critical"] as const;
export const reportStatusWords = [
  "new",
  "triaged",
  "export_pending",
  "exported",
  "duplicate",
  "closed",
] as const;
export const sessionStatusWords = ["open", "ok", "crashed", "abnormal", "unknown"] as const;
export const exportStatusWords = ["pending", "sent", "failed"] as const;
export const providerWords = ["github", "gitlab", "jira", "discord", "webhook"] as const;
export const modeWords = ["live", "test"] as const;
export const momentWords = ["event", "upload", "report"] as const;
export const doorWords = ["sessions", "events", "uploads", "reports", "session-end"] as const;
