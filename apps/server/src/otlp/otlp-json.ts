import { HearthError } from "@hearth/core/errors";

export type Members = Readonly<Record<string, unknown>>;

/**
 * A member that is a list; absent and null are an empty one.
 * @throws HearthError `invalid_request`
 */
export function listOf(of: Members, name: string, path: string): readonly unknown[] {
  const value = of[name] ?? [];
  if (!Array.isArray(value)) throw otlpFault(`${path}${name}`, "must be an array");
  return value;
}

/** @throws HearthError `invalid_request` */
export function membersOf(value: unknown, path: string): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw otlpFault(path, "must be an object");
  }
  return value as Members;
}

export const otlpFault = (path: string, message: string): HearthError =>
  new HearthError("invalid_request", `The body is not valid OTLP: ${path} ${message}.`, [{ path, message }]);
