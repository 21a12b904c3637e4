/** What each known way of hearing of a call can tell, the most precise first. */
const knownSources = ["transcript", "otlp", "hook"] as const;

/** The source of a report that names none. */
export const unnamedSource = "adapter";

/** More of them than any call has; the least precise are forgotten first. */
const mostSources = 16;

/** Higher is more precise: a tool's own file, its telemetry, its hooks, and then whoever else reports. */
export function precisionOf(source: string): number {
  const at = (knownSources as readonly string[]).indexOf(source);
  return at < 0 ? 0 : knownSources.length - at;
}

/** Negative where `a` comes first: the more precise, then the smaller name. */
export const compareSources = (a: string, b: string): number =>
  precisionOf(b) - precisionOf(a) || (a < b ? -1 : a > b ? 1 : 0);

/** Every source of two lists once, most precise first. */
export function joinSources(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 1 && b.length === 1 && a[0] === b[0]) return a;
  return [...new Set([...a, ...b])].toSorted(compareSources).slice(0, mostSources);
}
