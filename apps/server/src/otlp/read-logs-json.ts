import { readBody } from "../intake/read-body.ts";
import {
  type AttributeValue,
  type Attributes,
  type LogRecord,
  longestName,
  wantedAttributes,
} from "./log-record.ts";
import { listOf, type Members, membersOf, otlpFault } from "./otlp-json.ts";

/**
 * Reads an `ExportLogsServiceRequest` in JSON, record by record.
 * @throws HearthError `invalid_request`
 */
export function readLogsJson(body: Buffer, take: (record: LogRecord) => void): void {
  const request = membersOf(readBody(body).value, "body");
  for (const [at, each] of listOf(request, "resourceLogs", "").entries()) {
    const path = `resourceLogs[${at}]`;
    const logs = membersOf(each, path);
    const resource = readAttributes(
      membersOf(logs["resource"] ?? {}, `${path}.resource`),
      `${path}.resource.`,
    );
    for (const [place, scope] of listOf(logs, "scopeLogs", `${path}.`).entries()) {
      const scopePath = `${path}.scopeLogs[${place}]`;
      const records = listOf(membersOf(scope, scopePath), "logRecords", `${scopePath}.`);
      for (const [nth, record] of records.entries()) {
        const recordPath = `${scopePath}.logRecords[${nth}]`;
        take(readRecord(membersOf(record, recordPath), resource, recordPath));
      }
    }
  }
}

const readRecord = (record: Members, resource: Attributes, path: string): LogRecord => ({
  resource,
  attributes: readAttributes(record, `${path}.`),
  eventName: nameOf(record["eventName"]),
  body: nameOf((record["body"] as Members | null | undefined)?.["stringValue"]),
  time: readNanoseconds(record["timeUnixNano"], `${path}.timeUnixNano`),
  observedTime: readNanoseconds(record["observedTimeUnixNano"], `${path}.observedTimeUnixNano`),
});

function readAttributes(of: Members, path: string): Attributes {
  const attributes = new Map<string, AttributeValue>();
  for (const [at, each] of listOf(of, "attributes", path).entries()) {
    const { key, value } = membersOf(each, `${path}attributes[${at}]`);
    if (typeof key !== "string" || !wantedAttributes.has(key)) continue;
    const plain = readValue(
      membersOf(value ?? {}, `${path}attributes[${at}].value`),
      `${path}attributes[${at}]`,
    );
    if (plain !== undefined) attributes.set(key, plain);
  }
  return attributes;
}

function readValue(value: Members, path: string): AttributeValue | undefined {
  const { stringValue, boolValue, intValue, doubleValue } = value;
  if (typeof stringValue === "string") return stringValue;
  if (typeof boolValue === "boolean") return boolValue;
  if (typeof doubleValue === "number") return doubleValue;
  if (typeof intValue === "number") return intValue;
  if (typeof intValue === "string" && /^-?\d{1,20}$/.test(intValue)) return Number(intValue);
  if (intValue !== undefined && intValue !== null) {
    throw otlpFault(`${path}.value.intValue`, "must be a whole number, as a string or as a number");
  }
  return undefined;
}

/** Whole milliseconds of nanoseconds, which JSON carries as a string; 0 where there are none. */
function readNanoseconds(value: unknown, path: string): number {
  if (value === undefined || value === null || value === "") return 0;
  if (typeof value === "number" && value >= 0) return Math.floor(value / 1e6);
  if (typeof value === "string" && /^\d{1,20}$/.test(value)) return Number(value.slice(0, -6) || "0");
  throw otlpFault(path, "must be nanoseconds since 1970, as a string of digits");
}

const nameOf = (value: unknown): string =>
  typeof value === "string" && value.length <= longestName ? value : "";
