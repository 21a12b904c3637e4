import { HearthError } from "@hearth/core/errors";
import { assert, jsonValue, oneof, property, record, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { field } from "./fixtures/encode-otlp.ts";
import { countPointsJson, countPointsProtobuf } from "./read-metrics.ts";

const point = { timeUnixNano: "1", asInt: "5", attributes: [] };
const tokens = { name: "claude_code.token.usage", sum: { dataPoints: [point, point], isMonotonic: true } };
const active = { name: "claude_code.active_time.total", gauge: { dataPoints: [point] } };
const request = {
  resourceMetrics: [{ scopeMetrics: [{ metrics: [tokens, active, { name: "none" }] }, {}] }],
};

const encodedPoint = field(1, field(7, Buffer.alloc(0)));
const encodedMetric = (data: number, ...points: Buffer[]): Buffer =>
  field(2, field(1, Buffer.from("claude_code.token.usage")), field(data, ...points));

function refuses(read: () => number): void {
  try {
    expect(read()).toBeGreaterThanOrEqual(0);
  } catch (error) {
    expect(error).toMatchObject({ constructor: HearthError, code: "invalid_request" });
  }
}

test("every point of every kind of metric is seen", () => {
  expect(countPointsJson(Buffer.from(JSON.stringify(request)))).toBe(3);
  const metrics = [5, 7, 9, 10, 11].map((data) => encodedMetric(data, encodedPoint, encodedPoint));
  expect(countPointsProtobuf(field(1, field(2, ...metrics, field(2)), field(2)))).toBe(10);
});

test("nothing is no points", () => {
  expect(countPointsProtobuf(Buffer.alloc(0))).toBe(0);
  expect(countPointsJson(Buffer.from("{}"))).toBe(0);
});

test.each(["[]", "{", '{"resourceMetrics":5}', '{"resourceMetrics":[{"scopeMetrics":[{"metrics":[1]}]}]}'])(
  "%s is refused",
  (body) => {
    expect(() => countPointsJson(Buffer.from(body))).toThrow(HearthError);
  },
);

test("a point that ends early is refused", () => {
  const broken = field(1, field(2, encodedMetric(7, field(1, Buffer.from([0x09, 1])))));
  expect(() => countPointsProtobuf(broken)).toThrow(HearthError);
});

test("anything else is seen or refused", () => {
  assert(
    property(uint8Array({ maxLength: 300 }), (octets) =>
      refuses(() => countPointsProtobuf(Buffer.from(octets))),
    ),
    { numRuns: 2_000 },
  );
  const mess = oneof(jsonValue(), record({ resourceMetrics: jsonValue() }));
  assert(property(mess, (each) => refuses(() => countPointsJson(Buffer.from(JSON.stringify(each))))));
});
