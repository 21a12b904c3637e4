/** Rows under their headings, each column as wide as its longest cell. */
export function plainTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]!.length)),
  );
  return [headings, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A time as lists show it, to the minute; `never` for null. */
export const shortTime = (instant: string | null): string =>
  instant === null ? "never" : instant.slice(0, 16).replace("T", " ");
