import { existsSync, readFileSync } from "node:fs";

/** Every deletion the ledger names: hash, and the latest time (epoch milliseconds) it was ordered. */
export interface LedgerContent {
  readonly subjects: ReadonlyMap<string, number>;
  readonly sessions: ReadonlyMap<string, number>;
  readonly reports: ReadonlyMap<string, number>;
  readonly users: ReadonlyMap<string, number>;
  /** Position hashes of coding calls. */
  readonly calls: ReadonlySet<string>;
}

/** Reads the whole ledger; a file that is not there is an empty one, a line cut short is passed over. */
export function readLedger(file: string): LedgerContent {
  const subjects = new Map<string, number>();
  const sessions = new Map<string, number>();
  const reports = new Map<string, number>();
  const users = new Map<string, number>();
  const calls = new Set<string>();
  for (const line of linesOf(file)) {
    const { subject, session, report, user, calls: deleted, at } = line;
    if (typeof at !== "number") continue;
    note(subjects, subject, at);
    note(sessions, session, at);
    note(reports, report, at);
    note(users, user, at);
    for (const hash of Array.isArray(deleted) ? deleted : []) if (typeof hash === "string") calls.add(hash);
  }
  return { subjects, sessions, reports, users, calls };
}

function note(content: Map<string, number>, hash: unknown, at: number): void {
  if (typeof hash === "string") content.set(hash, Math.max(at, content.get(hash) ?? 0));
}

function linesOf(file: string): Record<string, unknown>[] {
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").map(parseLine) : [];
}

function parseLine(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
