import type { TenantNews } from "@hearth/store/coding/news/coding-news";
import type { WriterContext } from "@hearth/store/coding/writer-command";
import type { Tenant } from "@hearth/store/context";
import type { Commands } from "@hearth/store/commands";
import type { IntakeAnswer, IntakeItem, Refusal } from "./intake-item.ts";

/** What the writer's thread needs to start. */
export interface WriterSetup {
  readonly database: string;
  readonly ledger: string;
  readonly secret: string;
  /** The operator's own model prices. */
  readonly prices: string;
  /** One 32-bit number that grows whenever another process has written the database. */
  readonly accessVersion: SharedArrayBuffer;
}

export type ToWriter =
  | { readonly kind: "intake"; readonly items: readonly IntakeItem[]; readonly bodies: ArrayBuffer }
  | {
      readonly kind: "command";
      readonly id: number;
      readonly name: keyof Commands;
      readonly tenant: Tenant;
      readonly now: number;
      readonly input: unknown;
    }
  /** From here on, tell of what concerns these tenants, and of nothing else. */
  | { readonly kind: "listen"; readonly id: number; readonly tenants: readonly Tenant[] }
  | { readonly kind: "stop" };

export type FromWriter =
  | { readonly kind: "ready" }
  /** Something the operator should know of, in words for the log. */
  | { readonly kind: "notice"; readonly text: string }
  /** What a commit did for tenants that somebody listens to; told before the answers that it stands behind. */
  | { readonly kind: "news"; readonly news: readonly TenantNews[] }
  /** Another process has written, nobody knows what; told while somebody listens. */
  | { readonly kind: "foreign-write" }
  | { readonly kind: "answers"; readonly answers: readonly IntakeAnswer[]; readonly commitMs: number }
  | { readonly kind: "result"; readonly id: number; readonly result: unknown }
  | { readonly kind: "failure"; readonly id: number; readonly refusal: Refusal };

/** A command as the thread runs it: its name has chosen its input. */
export type AnyCommand = (context: WriterContext, input: never) => Promise<unknown>;
