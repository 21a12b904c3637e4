import { createHmac } from "node:crypto";
import { appendFileSync, closeSync, fstatSync, fsyncSync, openSync, readSync } from "node:fs";
import { dirname } from "node:path";

/** A deletion that has to outlive a restore. `at` is epoch milliseconds. */
export interface Erasure {
  readonly kind: ErasureKind;
  /** Public ids of the tenant; a user belongs to no one project. */
  readonly organization: string;
  readonly project: string;
  /** The player's external or device id, the public id of the session or report, or the user's id. */
  readonly identifier: string;
  readonly at: number;
}

export type ErasureKind = "externalId" | "deviceId" | "session" | "report" | "user";

/** Where deletions are written down before their transaction commits. */
export interface Ledger {
  append(erasure: Erasure): void;
  /** @param hashes position hashes of deleted calls: hashes themselves, they name nobody */
  appendCalls(hashes: readonly string[], at: number): void;
}

/** One line of the ledger. Hashes are HMAC-SHA256 in hexadecimal: without the secret it names nobody. */
export type LedgerEntry =
  | { readonly subject: string; readonly at: number }
  | { readonly session: string; readonly at: number }
  | { readonly report: string; readonly at: number }
  | { readonly user: string; readonly at: number }
  | { readonly calls: readonly string[]; readonly at: number };

export const ledgerAt = (file: string, secret: string): Ledger => ({
  append: (erasure) => appendErasure(file, entryOf(secret, erasure)),
  appendCalls: (calls, at) => appendErasure(file, { calls, at }),
});

/** How a deletion is named in the ledger. */
export function erasureHash(secret: string, erasure: Omit<Erasure, "at">): string {
  const { organization, project, kind, identifier } = erasure;
  return createHmac("sha256", secret)
    .update(`${organization}\n${project}\n${kind}\n${identifier}`)
    .digest("hex");
}

/** Writes one line and returns once it is on the disk. Writing a line twice is harmless. */
export function appendErasure(file: string, entry: LedgerEntry): void {
  const ledger = openSync(file, "a+", 0o600);
  try {
    const isNew = fstatSync(ledger).size === 0;
    appendFileSync(ledger, `${endsInLine(ledger) ? "" : "\n"}${JSON.stringify(entry)}\n`);
    fsyncSync(ledger);
    if (isNew) syncFolder(dirname(file));
  } finally {
    closeSync(ledger);
  }
}

function entryOf(secret: string, erasure: Erasure): LedgerEntry {
  const { kind, at } = erasure;
  const hash = erasureHash(secret, erasure);
  if (kind === "session") return { session: hash, at };
  if (kind === "report") return { report: hash, at };
  if (kind === "user") return { user: hash, at };
  return { subject: hash, at };
}

/** A line cut short by a power failure must not swallow the next one. */
function endsInLine(ledger: number): boolean {
  const { size } = fstatSync(ledger);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(ledger, last, 0, 1, size - 1);
  return last[0] === 0x0a;
}

/** The file's name is only durable once its folder is; Windows writes both, and cannot open a folder. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const directory = openSync(folder, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
