import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendErasure, ledgerAt } from "./ledger.ts";
import { readLedger } from "./read-ledger.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hearth-ledger-"));
  file = join(folder, "erasures.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a line names nobody, and the same secret finds him again", () => {
  const tenant = { organization: "org_1", project: "proj_1" };
  ledgerAt(file, "secret").append({ ...tenant, kind: "externalId", identifier: "steam_1", at: 5 });
  const subject = createHmac("sha256", "secret").update("org_1\nproj_1\nexternalId\nsteam_1").digest("hex");
  expect(readFileSync(file, "utf8")).toBe(`${JSON.stringify({ subject, at: 5 })}\n`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("each kind is kept apart, with its latest time", () => {
  const tenant = { organization: "o", project: "p", identifier: "x" };
  const ledger = ledgerAt(file, "secret");
  for (const at of [3, 9, 4]) ledger.append({ ...tenant, kind: "deviceId", at });
  ledger.append({ ...tenant, kind: "session", at: 1 });
  ledger.append({ ...tenant, kind: "report", at: 2 });
  const { subjects, sessions, reports } = readLedger(file);
  expect([...subjects.values()]).toEqual([9]);
  expect([...sessions.values()]).toEqual([1]);
  expect([...reports.values()]).toEqual([2]);
});

test("a line cut short by a power failure costs itself alone", () => {
  appendErasure(file, { subject: "a", at: 1 });
  appendFileSync(file, '{"subject":"b","a');
  appendErasure(file, { subject: "c", at: 3 });
  expect([...readLedger(file).subjects]).toEqual([
    ["a", 1],
    ["c", 3],
  ]);
});

test("no ledger yet is an empty one", () => {
  expect(readLedger(file)).toEqual({
    subjects: new Map(),
    sessions: new Map(),
    reports: new Map(),
    users: new Map(),
    calls: new Set(),
  });
});
