/** One thing the doctor looked at. */
export interface Finding {
  readonly check: string;
  /** `note` is worth knowing and no fault. */
  readonly state: "ok" | "note" | "wrong";
  readonly found: string;
  /** What to do about it; null where there is nothing to do. */
  readonly mend: string | null;
  /** Every place it was found at, at most a thousand. */
  readonly places: readonly string[];
}

const mostPlaces = 1000;

export const ok = (check: string, found: string): Finding => ({
  check,
  state: "ok",
  found,
  mend: null,
  places: [],
});

export const note = (
  check: string,
  found: string,
  mend: string,
  places: readonly string[] = [],
): Finding => ({
  check,
  state: "note",
  found,
  mend,
  places: places.slice(0, mostPlaces),
});

export const wrong = (
  check: string,
  found: string,
  mend: string,
  places: readonly string[] = [],
): Finding => ({
  ...note(check, found, mend, places),
  state: "wrong",
});

/** Findings as lines, the way to mend each below it. */
export function findingsText(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const indent = " ".repeat(7 + width + 2);
  return findings
    .flatMap(({ check, state, found, mend, places }) => [
      `${(state === "wrong" ? "WRONG" : state).padEnd(7)}${check.padEnd(width)}  ${found}`,
      ...places.slice(0, 5).map((place) => `${indent}${place}`),
      ...(places.length > 5 ? [`${indent}and more: --json lists them`] : []),
      ...(mend ? [`${indent}→ ${mend}`] : []),
    ])
    .join("\n");
}
