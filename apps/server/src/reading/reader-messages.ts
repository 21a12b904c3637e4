import type { Tenant } from "@hearth/store/context";
import type { Questions } from "@hearth/store/questions";
import type { Refusal } from "../intake/intake-item.ts";

export interface ReaderSetup {
  readonly database: string;
}

export interface ToReader {
  readonly id: number;
  readonly name: keyof Questions;
  readonly tenant: Tenant;
  readonly now: number;
  readonly input: unknown;
}

export type FromReader =
  | { readonly id: number; readonly json: string }
  | { readonly id: number; readonly refusal: Refusal };
