import { HearthError } from "@hearth/core/errors";
import {
  array,
  assert,
  bigInt,
  constant,
  constantFrom,
  double,
  integer,
  jsonValue,
  oneof,
  option,
  property,
  record,
  string,
  uint8Array,
} from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeLogs, field, varint, varintField } from "./fixtures/encode-otlp.ts";
import type { JsonLogs } from "./fixtures/otlp-request.ts";
import { claudeRequest, codexCompleted, geminiResponse, wordyRecords } from "./fixtures/tool-records.ts";
import { logsOf } from "./fixtures/otlp-request.ts";
import type { LogRecord } from "./log-record.ts";
import { readLogsJson } from "./read-logs-json.ts";
import { readLogsProtobuf } from "./read-logs-protobuf.ts";

function readJson(body: Buffer | string): LogRecord[] {
  const records: LogRecord[] = [];
  readLogsJson(Buffer.from(body), (each) => records.push(each));
  return records;
}

function readProtobuf(body: Uint8Array): LogRecord[] {
  const records: LogRecord[] = [];
  readLogsProtobuf(Buffer.from(body), (each) => records.push(each));
  return records;
}

/** The only error that any octets may cause. */
function readOrRefuse(read: () => LogRecord[]): LogRecord[] | undefined {
  try {
    return read();
  } catch (error) {
    expect(error).toBeInstanceOf(HearthError);
    expect((error as HearthError).code).toBe("invalid_request");
    return undefined;
  }
}

const nanoseconds = bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const text = string({ unit: "binary", maxLength: 80 }).map((each) => each.toWellFormed());
const value = oneof(
  record({ stringValue: text }),
  record({ boolValue: constantFrom(true, false) }),
  record({ intValue: bigInt({ min: -(2n ** 53n), max: 2n ** 53n }).map(String) }),
  record({ doubleValue: double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0) }),
  record({ arrayValue: record({ values: array(record({ stringValue: text }), { maxLength: 3 }) }) }),
);
const key = oneof(constantFrom("model", "input_tokens", "session.id", "event.name", "prompt", "error"), text);
const attributes = array(record({ key, value }), { maxLength: 8 });
const anyLogs = record({
  resourceLogs: array(
    record({
      resource: record({ attributes }),
      scopeLogs: array(
        record({
          logRecords: array(
            record(
              {
                timeUnixNano: nanoseconds,
                observedTimeUnixNano: nanoseconds,
                eventName: text,
                body: value,
                attributes,
              },
              { requiredKeys: [] },
            ),
            { maxLength: 4 },
          ),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 3 },
  ),
});

const known = encodeLogs(
  logsOf([claudeRequest(), codexCompleted(), geminiResponse(), ...wordyRecords], { "service.name": "x" }),
);

test("both encodings of a request read as the same records", () => {
  assert(
    property(anyLogs, (logs) => {
      expect(readProtobuf(encodeLogs(logs as JsonLogs))).toEqual(readJson(JSON.stringify(logs)));
    }),
    { numRuns: 500 },
  );
});

test("any JSON at any place is read or refused", () => {
  const messes = oneof(
    jsonValue(),
    record({ resourceLogs: jsonValue() }),
    record({ resourceLogs: array(record({ resource: jsonValue(), scopeLogs: jsonValue() })) }),
    record({
      resourceLogs: array(
        record({
          scopeLogs: array(
            record({
              logRecords: array(
                record({
                  timeUnixNano: jsonValue(),
                  body: option(oneof(jsonValue(), record({ stringValue: jsonValue() }))),
                  attributes: oneof(
                    jsonValue(),
                    array(
                      oneof(jsonValue(), record({ key: oneof(constant("model"), text), value: jsonValue() })),
                    ),
                  ),
                }),
              ),
            }),
          ),
        }),
      ),
    }),
  );
  assert(
    property(messes, (mess) => {
      readOrRefuse(() => readJson(JSON.stringify(mess)));
    }),
    { numRuns: 400 },
  );
});

test("any octets are read or refused", () => {
  assert(
    property(uint8Array({ maxLength: 400 }), (octets) => {
      readOrRefuse(() => readProtobuf(octets));
    }),
    { numRuns: 3_000 },
  );
});

test("a known request with octets changed, taken out or put in is read or refused", () => {
  const change = record({
    at: integer({ min: 0, max: known.length - 1 }),
    out: integer({ min: 0, max: 3 }),
    put: uint8Array({ maxLength: 3 }),
  });
  assert(
    property(array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      let octets = known;
      for (const { at, out, put } of changes) {
        octets = Buffer.concat([octets.subarray(0, at), put, octets.subarray(at + out)]);
      }
      readOrRefuse(() => readProtobuf(octets));
    }),
    { numRuns: 2_000 },
  );
});

test("a request that is cut anywhere but between its parts is refused", () => {
  const whole = readProtobuf(known).length;
  for (let length = 1; length < known.length; length++) {
    expect(readOrRefuse(() => readProtobuf(known.subarray(0, length)))).toBeUndefined();
  }
  expect(whole).toBe(3 + wordyRecords.length);
});

describe("protobuf", () => {
  const endless = Buffer.alloc(11, 0xff);
  test.each<[what: string, octets: Buffer]>([
    ["a length beyond the message", Buffer.concat([Buffer.from([0x0a]), varint(1_000n)])],
    ["a length beyond 32 bits", Buffer.concat([Buffer.from([0x0a]), varint(2n ** 63n)])],
    ["a number without an end", Buffer.concat([Buffer.from([0x10]), endless])],
    ["a field without a number", Buffer.from([0x02, 0x00])],
    ["a group", Buffer.from([0x0b, 0x0c])],
    ["types that there are none of", Buffer.from([0x0f])],
    ["a list where a message belongs", varintField(1, 5n)],
    ["a time of another type", field(1, field(2, field(2, varintField(1, 5n))))],
    ["an attribute that ends early", field(1, field(2, field(2, field(6, Buffer.from([0x0a, 9, 0x61])))))],
  ])("%s is refused", (_what, octets) => {
    expect(readOrRefuse(() => readProtobuf(octets))).toBeUndefined();
  });

  test("messages in messages in messages cost nothing: what is not OTLP is passed over", () => {
    let deep: Buffer = Buffer.from([]);
    for (let depth = 0; depth < 2_000; depth++) deep = field(5, deep);
    expect(readProtobuf(field(1, field(2, field(2, field(5, deep)))))).toHaveLength(1);
  });

  test("unknown fields and a resource behind its records are no matter", () => {
    const attribute = field(1, field(1, Buffer.from("host.name")), field(2, field(1, Buffer.from("laptop"))));
    const logs = field(
      1,
      field(2, field(2, varintField(99, 1n))),
      field(1, attribute),
      varintField(1_000, 7n),
    );
    const [only] = readProtobuf(logs);
    expect(only!.resource).toEqual(new Map([["host.name", "laptop"]]));
  });

  test("the last of a field's values counts, and negative numbers keep their sign", () => {
    const held = field(2, varintField(3, 7n), varintField(3, BigInt.asUintN(64, -5n)));
    const [only] = readProtobuf(
      field(1, field(2, field(2, field(6, field(1, Buffer.from("attempt")), held)))),
    );
    expect(only!.attributes).toEqual(new Map([["attempt", -5]]));
  });

  test("nothing at all is a request without records", () => {
    expect(readProtobuf(Buffer.alloc(0))).toEqual([]);
  });
});

describe("JSON", () => {
  test.each([
    ["", "body"],
    ["{", "body"],
    ["[]", "body"],
    ["null", "body"],
    ['{"resourceLogs":{}}', "resourceLogs"],
    ['{"resourceLogs":[5]}', "resourceLogs[0]"],
    ['{"resourceLogs":[{"scopeLogs":[{"logRecords":"x"}]}]}', "resourceLogs[0].scopeLogs[0].logRecords"],
    [
      '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"soon"}]}]}]}',
      "resourceLogs[0].scopeLogs[0].logRecords[0].timeUnixNano",
    ],
  ])("%s is refused at %s", (body, path) => {
    expect(() => readJson(body)).toThrow(
      expect.objectContaining({ code: "invalid_request", details: [expect.objectContaining({ path })] }),
    );
  });

  test("deep nesting is no matter", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    expect(readJson(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${deep}}]}]}]}`)).toHaveLength(1);
  });

  test("null is absent, and unknown members are no matter", () => {
    const logs =
      '{"resourceLogs":[{"resource":null,"x":1,"scopeLogs":[{"logRecords":[{"attributes":null}]}]}]}';
    expect(readJson(logs)).toHaveLength(1);
  });
});
