import type { Tenant } from "../../context.ts";

/** What one or several commits did to what a tenant's sessions and events show: for whoever listens. */
export interface CodingNews {
  readonly sessions: readonly SessionNews[];
  readonly calls: readonly CallNews[];
  readonly ends: readonly EndNews[];
  /** Changes that came after there were too many to tell one by one, these included; 0 where all are told. */
  readonly untold: { readonly sessions: number; readonly calls: number };
}

export interface TenantNews extends Tenant, CodingNews {}

export interface SessionNews {
  readonly kind: "started" | "updated" | "removed";
  /** Public id. */
  readonly id: string;
  /** Its public id until now, where it begins with another call than before. */
  readonly was?: string;
  /** Where it begins. */
  readonly place: NewsPlace;
  readonly subjects: readonly NewsSubject[];
}

/** A counted call that came or changed, or is counted no more. */
export interface CallNews {
  /** Public id of its event. */
  readonly id: string;
  readonly place: NewsPlace;
  readonly subjects: readonly NewsSubject[];
  /** Public ids by which it was told of before and has no more. */
  readonly replaces: readonly string[];
}

/** An end came to a stream or went from it: the session before it may be over, or not any more. */
export interface EndNews {
  readonly streamId: number;
  /** Epoch milliseconds. */
  readonly time: number;
}

/** The position of a call. */
export interface NewsPlace extends EndNews {
  /** Hexadecimal. */
  readonly hash: string;
}

/** Whose something is or was, and of which project ("" for none). */
export interface NewsSubject {
  readonly user: string;
  readonly project: string;
}
