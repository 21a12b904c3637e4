export * from "./ingest/error-answer.ts";
export * from "./ingest/events.ts";
export * from "./ingest/reports.ts";
export * from "./ingest/session-start.ts";
export * from "./ingest/shapes.ts";
export * from "./ingest/uploads.ts";
export * from "./schema.ts";
export * from "./shape-check.ts";
