import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "../migrate.ts";
import { type Connection, openWriter } from "../open.ts";
import { RowCounters, leapRowIds } from "./row-counters.ts";

let folder: string;
let database: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hearth-counters-"));
  database = openWriter(join(folder, "hearth.db"));
  migrate(database);
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

test("ids of each kind go up one by one", () => {
  const counters = new RowCounters(database);
  expect([counters.next("event"), counters.next("event"), counters.next("session")]).toEqual([1, 2, 1]);
});

test("a new process never gives out an id that an old one may have given out", () => {
  const last = new RowCounters(database).next("event");
  expect(new RowCounters(database).next("event")).toBeGreaterThan(last);
});

test("ids of a rolled back transaction are never used again, its reservation is made anew", () => {
  const counters = new RowCounters(database);
  database.exec("begin");
  const lost = counters.next("event");
  database.exec("rollback");
  counters.forgetReservations();
  const next = counters.next("event");
  expect(next).toBeGreaterThan(lost);
  expect(new RowCounters(database).next("event")).toBeGreaterThan(next);
});

test("after a leap no id of the rows that were lost comes again", () => {
  const before = new RowCounters(database).next("report");
  leapRowIds(database);
  expect(new RowCounters(database).next("report")).toBeGreaterThan(before + 999_000_000);
});
