import { expect, test } from "vitest";
import { encodingOf, exportAnswer, statusAnswer } from "./otlp-answer.ts";
import { WireReader } from "./wire-reader.ts";

test("types of content", () => {
  expect(encodingOf("application/json; charset=utf-8")).toBe("json");
  expect(encodingOf("Application/X-Protobuf")).toBe("protobuf");
  for (const other of [undefined, "", "text/plain", "application/grpc", "application/jsonl"]) {
    expect(encodingOf(other)).toBeUndefined();
  }
});

test("an answer to what was taken whole says nothing", () => {
  expect(exportAnswer("json").toString()).toBe("{}");
  expect(exportAnswer("protobuf")).toHaveLength(0);
});

test("an answer in part: how many, and why the first", () => {
  const rejected = { count: 300, message: "log record 2 (é): is odd" };
  expect(JSON.parse(exportAnswer("json", rejected).toString())).toEqual({
    partialSuccess: { rejectedLogRecords: "300", errorMessage: rejected.message },
  });
  const answer = new WireReader(exportAnswer("protobuf", rejected));
  expect(answer.next()).toBe(true);
  const partial = answer.message();
  expect([partial.next(), partial.field, partial.signed64()]).toEqual([true, 1, 300]);
  expect([partial.next(), partial.field, partial.text()]).toEqual([true, 2, rejected.message]);
  expect([partial.next(), answer.next()]).toEqual([false, false]);
});

test("a failure is a status with a code of gRPC", () => {
  expect(JSON.parse(statusAnswer("json", "overloaded", "Wait.").toString())).toEqual({
    code: 14,
    message: "Wait.",
  });
  const status = new WireReader(statusAnswer("protobuf", "invalid_request", "Mend it."));
  expect([status.next(), status.field, status.signed64()]).toEqual([true, 1, 3]);
  expect([status.next(), status.field, status.text()]).toEqual([true, 2, "Mend it."]);
});
