/** The one form the server writes; up to day 28 the shape alone proves the date. */
const canonical = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const shape = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(\.\d+|,\d+)?)?(Z|z|[+-]\d{2}(?::?\d{2})?)?$/;

/** ISO 8601 with milliseconds and `Z`, the one form the server writes. */
export const formatInstant = (at: number): string => new Date(at).toISOString();

/**
 * Epoch milliseconds of an ISO 8601 text, or undefined where it cannot be read. A text without a zone is
 * UTC: a game's local clock without a zone says nothing else.
 */
export function parseInstant(text: string): number | undefined {
  if (canonical.test(text)) return Date.parse(text);
  const match = shape.exec(text);
  if (!match) return undefined;
  const [, date, minutes = "00:00", seconds = ":00", fraction = "", zone = "Z"] = match;
  const [year = 0, month = 0, day = 0] = date!.split("-").map(Number);
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  const at = Date.parse(`${date}T${minutes}${seconds}${milliseconds(fraction)}${zoneText(zone)}`);
  return Number.isNaN(at) ? undefined : at;
}

/** Whether `text` is what `formatInstant` would write, so that keeping the number keeps the text. */
export function isCanonicalInstant(text: string, at: number): boolean {
  return canonical.test(text) || text === formatInstant(at);
}

const milliseconds = (fraction: string): string => `.${fraction.slice(1, 4).padEnd(3, "0")}`;

function zoneText(zone: string): string {
  if (zone === "z" || zone === "Z") return "Z";
  const digits = zone.replace(":", "");
  return `${digits.slice(0, 3)}:${digits.slice(3) || "00"}`;
}
