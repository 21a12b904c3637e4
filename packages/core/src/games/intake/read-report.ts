import { HearthError } from "../../errors.ts";
import { memberSpan, memberSpans } from "../../json/json-spans.ts";
import { storableJson, storableText } from "../../json/storable-text.ts";
import { attachmentTypes, exportProviders, reporterTypes, severities, wordOf } from "../vocabulary.ts";
import { keepPayload } from "./payload.ts";
import type { EventItem } from "./record-events.ts";
import { defaults, type ReportFiling, reportLimits } from "./report-filing.ts";

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads a report as generously as can be: its sender drops for good what is refused.
 * @param text the body, which `JSON.parse` has read as `body`
 * @throws HearthError `invalid_request` where the body is no object or has no `report.title`
 */
export function readReport(text: string, body: unknown): ReportFiling {
  if (!isMembers(body))
    throw refusal("body", "The body must be a JSON object with a `report` that has a `title`.");
  const report = isMembers(body["report"]) ? body["report"] : {};
  if (typeof report["title"] !== "string" || report["title"].trim() === "") {
    throw refusal(
      "report.title",
      "report.title is required: send a non-empty string that says what went wrong.",
    );
  }
  const warnings: string[] = [];
  const short = (members: Members, name: string, path: string): string | null =>
    readText(members[name], `${path}${name}`, reportLimits.shortText, warnings);
  const choose = <Word extends string>(
    words: readonly Word[],
    value: unknown,
    path: string,
    otherwise: Word,
  ): Word => {
    const word = wordOf(words, value);
    if (word === undefined && value !== undefined && value !== null && value !== "") {
      warnings.push(`${path}: is none of ${words.join(", ")}; ${otherwise} is used`);
    }
    return word ?? otherwise;
  };
  const context = readContext(text, body["context"], warnings);
  return {
    title: readText(report["title"], "report.title", reportLimits.title, warnings)!,
    description: readText(report["description"], "report.description", reportLimits.description, warnings),
    severity: choose(severities, report["severity"], "report.severity", defaults.severity),
    reporterType: choose(reporterTypes, report["reporterType"], "report.reporterType", defaults.reporterType),
    sourceChannel: short(report, "sourceChannel", "report."),
    fingerprint: short(report, "fingerprint", "report."),
    clientRequestId: short(body, "clientRequestId", ""),
    sessionId: short(body, "sessionId", ""),
    buildId: short(body, "buildId", ""),
    contextText: context.text,
    scene: short(context.members, "sceneName", "context."),
    platform: short(context.members, "platform", "context."),
    version: short(context.members, "buildVersion", "context."),
    stack: readStack(context.members["extra"]),
    attachments: readAttachments(body["attachments"], warnings, choose),
    events: readEvents(text, body["events"], warnings),
    eventIds: readEventIds(body["eventIds"], warnings),
    exportProviders: readExport(body["export"], warnings),
    warnings,
  };
}

const refusal = (path: string, message: string): HearthError =>
  new HearthError("invalid_request", message, [
    { path, message: path === "body" ? "must be an object" : "is required" },
  ]);

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A text cut to `most` characters; null for nothing, and for what is no text. */
function readText(value: unknown, path: string, most: number, warnings: string[]): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") {
    warnings.push(`${path}: must be a string; left out`);
    return null;
  }
  if (value.length <= most) return storableText(value);
  warnings.push(`${path}: is longer than ${most} characters; cut`);
  return storableText(value.slice(0, most));
}

function readContext(
  text: string,
  context: unknown,
  warnings: string[],
): { text: string | null; members: Members } {
  if (context === undefined || context === null) return { text: null, members: {} };
  if (!isMembers(context)) {
    warnings.push("context: must be an object; left out");
    return { text: null, members: {} };
  }
  const span = memberSpan(text, 0, "context")!;
  return { text: storableJson(text.slice(span.start, span.end)), members: context };
}

/** The stack trace among the members of an event's payload or a context's extra. */
export function readStack(extra: unknown): string | null {
  if (!isMembers(extra)) return null;
  const stack = extra["stack"] ?? extra["stackTrace"];
  if (typeof stack === "string") return stack;
  return Array.isArray(stack) ? stack.filter((line) => typeof line === "string").join("\n") : null;
}

function readAttachments(
  value: unknown,
  warnings: string[],
  choose: (words: typeof attachmentTypes, value: unknown, path: string, otherwise: "other") => string,
): ReportFiling["attachments"] {
  const list = readList(value, "attachments", reportLimits.attachments, warnings);
  return list.flatMap((attachment, index) => {
    const path = `attachments[${index}]`;
    if (
      !isMembers(attachment) ||
      typeof attachment["uploadId"] !== "string" ||
      attachment["uploadId"] === ""
    ) {
      warnings.push(`${path}: has no uploadId; left out`);
      return [];
    }
    choose(attachmentTypes, attachment["attachmentType"], `${path}.attachmentType`, "other");
    return [{ path, uploadId: attachment["uploadId"] }];
  });
}

function readEvents(text: string, value: unknown, warnings: string[]): ReportFiling["events"] {
  const list = readList(value, "events", reportLimits.eventIds, warnings);
  if (list.length === 0) return [];
  const spans = memberSpans(text, memberSpan(text, 0, "events")!.start, "payload");
  return list.flatMap((event, index) => {
    const path = `events[${index}].`;
    if (!isMembers(event) || typeof event["eventType"] !== "string" || event["eventType"] === "") {
      warnings.push(`${path}eventType: is required; the event is left out`);
      return [];
    }
    const own = (name: string): string | null =>
      readText(event[name], path + name, reportLimits.shortText, warnings);
    const span = isMembers(event["payload"]) ? spans[index] : undefined;
    const kept = span && keepPayload(text, span);
    if (kept?.warning !== undefined) warnings.push(`${path}payload: ${kept.warning}`);
    const item: EventItem = {
      id: own("id"),
      sessionId: own("sessionId"),
      buildId: own("buildId"),
      eventType: own("eventType")!,
      occurredAt: own("occurredAt"),
      payload: kept?.text ?? null,
    };
    return [{ path, item }];
  });
}

function readEventIds(value: unknown, warnings: string[]): string[] {
  const list = readList(value, "eventIds", reportLimits.eventIds, warnings);
  const ids = new Set(
    list.filter((id) => typeof id === "string" && id !== "").map((id) => String(id).toLowerCase()),
  );
  if (ids.size < list.length)
    warnings.push(`eventIds: ${list.length - ids.size} repeated or unreadable; left out`);
  return [...ids];
}

function readExport(value: unknown, warnings: string[]): ReportFiling["exportProviders"] {
  if (value === undefined || value === null || value === false || value === "") return [];
  const named = isMembers(value) ? (value["providers"] ?? value["provider"]) : value;
  const providers = (Array.isArray(named) ? named : [named]).flatMap(
    (name) => wordOf(exportProviders, name) ?? [],
  );
  if (providers.length === 0)
    warnings.push(`export: names none of ${exportProviders.join(", ")}; not exported`);
  return [...new Set(providers)];
}

function readList(value: unknown, path: string, most: number, warnings: string[]): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    warnings.push(`${path}: must be an array; left out`);
    return [];
  }
  if (value.length <= most) return value;
  warnings.push(`${path}: has ${value.length} entries; the first ${most} are kept`);
  return value.slice(0, most);
}
