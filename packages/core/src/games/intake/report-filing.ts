import type { AttachmentType, ExportProvider, ReporterType, Severity } from "../vocabulary.ts";
import type { EventItem } from "./record-events.ts";

/** A report as read from what a game sent; what could not be read is mended and named in `warnings`. */
export interface ReportFiling {
  readonly title: string;
  readonly description: string | null;
  readonly severity: Severity;
  readonly reporterType: ReporterType;
  readonly sourceChannel: string | null;
  readonly fingerprint: string | null;
  readonly clientRequestId: string | null;
  readonly sessionId: string | null;
  readonly buildId: string | null;
  /** JSON text of the context as sent. */
  readonly contextText: string | null;
  readonly scene: string | null;
  readonly platform: string | null;
  readonly version: string | null;
  /** From the context; a linked `error` event may bring one too. */
  readonly stack: string | null;
  readonly attachments: readonly { readonly path: string; readonly uploadId: string }[];
  readonly events: readonly { readonly path: string; readonly item: EventItem }[];
  readonly eventIds: readonly string[];
  readonly exportProviders: readonly ExportProvider[];
  readonly warnings: string[];
}

export const reportLimits = {
  title: 300,
  description: 65_536,
  shortText: 256,
  attachments: 50,
  eventIds: 5_000,
} as const;

export const defaults: { severity: Severity; reporterType: ReporterType; attachmentType: AttachmentType } = {
  severity: "medium",
  reporterType: "player",
  attachmentType: "other",
};
