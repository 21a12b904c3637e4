import type { CredentialKind } from "@hearth/store/access/note-credential-use";
import type { Tenant } from "@hearth/store/context";
import type { WriterClient } from "../intake/writer-client.ts";

/** Milliseconds between two notes that one credential was used. */
const grain = 60_000;
/** Milliseconds for which uses are gathered: many keys in one transaction. */
const patience = 1_000;
const mostNoted = 10_000;
const everyone: Tenant = { organizationId: 0, mode: "live" };

/** Notes when keys and devices are used, once a minute each and beside the requests they are used for. */
export class CredentialWatch {
  private readonly writer: WriterClient;
  private readonly noted = new Map<string, number>();
  private waiting = new Map<CredentialKind, Set<number>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(writer: WriterClient) {
    this.writer = writer;
  }

  note(kind: CredentialKind, id: number): void {
    const name = `${kind} ${id}`;
    const now = Date.now();
    if (now - (this.noted.get(name) ?? 0) < grain) return;
    if (this.noted.size >= mostNoted) this.noted.clear();
    this.noted.set(name, now);
    const ids = this.waiting.get(kind) ?? new Set();
    this.waiting.set(kind, ids.add(id));
    this.timer ??= setTimeout(() => this.write(), patience).unref();
  }

  /** Ends with what was noted last left out: it is a courtesy and keeps nobody waiting. */
  stop(): void {
    clearTimeout(this.timer);
  }

  private write(): void {
    this.timer = undefined;
    const waiting = [...this.waiting];
    this.waiting = new Map();
    for (const [kind, ids] of waiting) {
      // A full disk is told to whoever sends something; a use goes unnoted.
      this.writer.order("noteCredentialUse", everyone, { kind, ids: [...ids] }).catch(() => undefined);
    }
  }
}
