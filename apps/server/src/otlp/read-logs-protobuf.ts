import {
  type AttributeValue,
  type Attributes,
  type LogRecord,
  longestName,
  wantedAttributes,
} from "./log-record.ts";
import { WireReader } from "./wire-reader.ts";

const none: Attributes = new Map();

/**
 * Reads an `ExportLogsServiceRequest`, record by record.
 * @throws HearthError `invalid_request`
 */
export function readLogsProtobuf(body: Buffer, take: (record: LogRecord) => void): void {
  const request = new WireReader(body);
  while (request.next()) if (request.field === 1) readResourceLogs(request.message(), take);
}

/** Walked twice, since the resource may stand behind the records that are its own. */
function readResourceLogs(logs: WireReader, take: (record: LogRecord) => void): void {
  const scopes = logs.again();
  let resource = none;
  while (logs.next()) if (logs.field === 1) resource = readResource(logs.message());
  while (scopes.next()) {
    if (scopes.field !== 2) continue;
    const scope = scopes.message();
    while (scope.next()) if (scope.field === 2) take(readRecord(scope.message(), resource));
  }
}

function readResource(resource: WireReader): Attributes {
  const attributes = new Map<string, AttributeValue>();
  while (resource.next()) if (resource.field === 1) readAttribute(resource.message(), attributes);
  return attributes;
}

function readRecord(record: WireReader, resource: Attributes): LogRecord {
  const attributes = new Map<string, AttributeValue>();
  let [eventName, body, time, observedTime] = ["", "", 0, 0];
  while (record.next()) {
    if (record.field === 1) time = record.nanoseconds();
    else if (record.field === 11) observedTime = record.nanoseconds();
    else if (record.field === 5) body = readName(record.message());
    else if (record.field === 6) readAttribute(record.message(), attributes);
    else if (record.field === 12) eventName = shortText(record);
  }
  return { resource, attributes, eventName, body, time, observedTime };
}

function readAttribute(attribute: WireReader, into: Map<string, AttributeValue>): void {
  let key = "";
  let value: WireReader | undefined;
  while (attribute.next()) {
    if (attribute.field === 1) key = shortText(attribute);
    else if (attribute.field === 2) value = attribute.message();
  }
  if (!value || !wantedAttributes.has(key)) return;
  const plain = readValue(value);
  if (plain !== undefined) into.set(key, plain);
}

function readValue(value: WireReader): AttributeValue | undefined {
  let plain: AttributeValue | undefined;
  while (value.next()) {
    if (value.field === 1) plain = value.text();
    else if (value.field === 2) plain = value.boolean();
    else if (value.field === 3) plain = value.signed64();
    else if (value.field === 4) plain = value.double();
    else plain = undefined;
  }
  return plain;
}

function readName(value: WireReader): string {
  let name = "";
  while (value.next()) name = value.field === 1 ? shortText(value) : "";
  return name;
}

const shortText = (reader: WireReader): string => (reader.length() > longestName ? "" : reader.text());
