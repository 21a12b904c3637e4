const shape = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(\.\d+|,\d+)?)?(Z|z|[+-]\d{2}(?::?\d{2})?)?$/;

/** ISO 8601 with milliseconds and `Z`, the one form the server writes. */
export const formatInstant = (at: number): string => new Date(at).toISOString();

/**
 * Epoch milliseconds of an ISO 8601 text, or undefined where it cannot be read. A text without a zone is
 * UTC: a game's local clock without a zone says nothing else.
 */
export function parseInstant(text: string): number | undefined {
  const canonical = parseCanonical(text);
  if (canonical !== undefined) return canonical;
  const match = shape.exec(text);
  if (!match) return undefined;
  const [, date, minutes = "00:00", seconds = ":00", fraction = "", zone = "Z"] = match;
  const [year = 0, month = 0, day = 0] = date!.split("-").map(Number);
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  const at = Date.parse(`${date}T${minutes}${seconds}${milliseconds(fraction)}${zoneText(zone)}`);
  return Number.isNaN(at) ? undefined : at;
}

/** Whether `text` is what `formatInstant` would write, so that keeping the number keeps the text. */
export const isCanonicalInstant = (text: string, at: number): boolean =>
  parseCanonical(text) === at || text === formatInstant(at);

const canonicalLength = 24;
const minutesOfDay = 1_440;

/**
 * The form `2026-07-20T18:05:02.000Z`, read digit by digit: every event brings one, and this takes a tenth of
 * the time of an expression and a parser. Days above 28 are left to these, which know the months.
 */
function parseCanonical(text: string): number | undefined {
  if (text.length !== canonicalLength || !hasMarks(text)) return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const thousandths = twoDigits(text, 20) * 10 + digitAt(text, 22);
  // Any of these is NaN where a digit is none, and then no comparison holds.
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28)) return undefined;
  if (!(hour <= 23 && minute <= 59 && second <= 59 && thousandths >= 0)) return undefined;
  const days = daysBefore(year, month) + day - 1;
  return ((days * minutesOfDay + hour * 60 + minute) * 60 + second) * 1_000 + thousandths;
}

const hasMarks = (text: string): boolean =>
  text.charCodeAt(4) === 45 &&
  text.charCodeAt(7) === 45 &&
  text.charCodeAt(10) === 84 &&
  text.charCodeAt(13) === 58 &&
  text.charCodeAt(16) === 58 &&
  text.charCodeAt(19) === 46 &&
  text.charCodeAt(23) === 90;

const digitAt = (text: string, at: number): number => {
  const digit = text.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9 ? digit : Number.NaN;
};

const twoDigits = (text: string, at: number): number => digitAt(text, at) * 10 + digitAt(text, at + 1);

/** Days from 1970-01-01 to the first of a month, in the Gregorian calendar (Hinnant, days_from_civil). */
function daysBefore(year: number, month: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5);
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

const milliseconds = (fraction: string): string => `.${fraction.slice(1, 4).padEnd(3, "0")}`;

function zoneText(zone: string): string {
  if (zone === "z" || zone === "Z") return "Z";
  const digits = zone.replace(":", "");
  return `${digits.slice(0, 3)}:${digits.slice(3) || "00"}`;
}
