import { HearthError } from "@hearth/core/errors";

export const settingLimits = {
  /** Whole seconds, up to a week. */
  sessionTimeout: { least: 1, most: 604_800 },
  callDays: { least: 1, most: 36_500 },
} as const;

/** @throws HearthError `invalid_request` */
export function checkedWhole(
  name: keyof typeof settingLimits,
  value: number,
  { least, most }: { readonly least: number; readonly most: number } = settingLimits[name],
): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw refusal(name, `must be a whole number from ${least} to ${most}`);
}

/**
 * An IANA time zone by the name the platform has for it.
 * @throws HearthError `invalid_request` where there is none such; an offset such as +02:00 is none
 */
export function checkedTimeZone(name: string): string {
  try {
    if (/^[a-z]/i.test(name)) {
      return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw refusal("timeZone", "must be an IANA time zone such as Europe/Berlin, or UTC");
}

const refusal = (path: string, message: string): HearthError =>
  new HearthError("invalid_request", `The organization cannot be set so: ${path} ${message}.`, [
    { path, message: `${message[0]!.toUpperCase()}${message.slice(1)}.` },
  ]);
