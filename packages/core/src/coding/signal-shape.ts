import { HearthError } from "../errors.ts";

export type Members = Readonly<Record<string, unknown>>;

export const signalLimits = {
  text: 256,
  keys: 8,
  /** Far above any call, and low enough that sums over a million of them stay exact. */
  tokens: 10_000_000_000,
  latency: 86_400_000,
  costUsd: 1_000_000,
} as const;

export const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What is wrong with one member of a signal, and how it should be. */
export const signalFault = (path: string, message: string): HearthError =>
  new HearthError("invalid_request", `${path} ${message}.`, [{ path, message }]);
