import { expect, test } from "vitest";
import type { HearthError } from "../../errors.ts";
import { readReport } from "./read-report.ts";

const read = (body: unknown) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return readReport(text, JSON.parse(text));
};

test.each([
  [[]],
  ["text"],
  [null],
  [{}],
  [{ report: null }],
  [{ report: { title: " " } }],
  [{ report: { title: 7 } }],
])("%j is refused, by the path of what is missing", (body) => {
  try {
    read(JSON.stringify(body));
    expect.unreachable();
  } catch (error) {
    expect((error as HearthError).code).toBe("invalid_request");
    expect((error as HearthError).details[0]?.path).toMatch(/^(body|report\.title)$/);
  }
});

test("everything else is mended and named", () => {
  const filing = read({
    report: { title: "t".repeat(400), severity: "catastrophic", reporterType: 5, description: ["no"] },
    context: [],
    attachments: "none",
    eventIds: ["a", "A", 7],
    export: "carrier pigeon",
  });
  expect(filing).toMatchObject({
    severity: "medium",
    reporterType: "player",
    description: null,
    contextText: null,
  });
  expect(filing.title).toHaveLength(300);
  expect(filing.eventIds).toEqual(["a"]);
  expect(filing.exportProviders).toEqual([]);
  const paths = filing.warnings.map((warning) => warning.split(":")[0]);
  expect(paths).toEqual([
    "context",
    "report.title",
    "report.description",
    "report.severity",
    "report.reporterType",
    "attachments",
    "eventIds",
    "export",
  ]);
});

test("what is right is taken without a word", () => {
  const filing = read({
    sessionId: "",
    report: { title: "Stuck", severity: "HIGH", reporterType: "qa" },
    context: { platform: "Windows", extra: { stackTrace: ["a()", "b()"] } },
    export: { provider: "jira" },
  });
  expect(filing).toMatchObject({
    severity: "high",
    reporterType: "qa",
    sessionId: null,
    platform: "Windows",
    stack: "a()\nb()",
    exportProviders: ["jira"],
    warnings: [],
  });
});

test("the context keeps its text to the letter, but for what no engine can hold", () => {
  const text = '{"context": {"performance": {"fps": 60.0}, "note": "\\u0000"}, "report": {"title": "x"}}';
  expect(read(text).contextText).toBe('{"performance": {"fps": 60.0}, "note": "\\ufffd"}');
});
