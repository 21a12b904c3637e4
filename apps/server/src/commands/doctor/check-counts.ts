import { recountPlay, type Difference } from "@hearth/store/games/recount";
import { recountCoding } from "@hearth/store/engines/sqlite/coding/recount-coding";
import type { Connection } from "@hearth/store/engines/sqlite/open";
import { ok, wrong, type Finding } from "./finding.ts";

/** What is kept twice: figures against a recount of their rows, and rows against those they point to. */
export function checkCounts(connection: Connection): Finding[] {
  const differences = [...recountPlay(connection), ...recountCoding(connection)];
  const figures = differences.filter(({ stored, counted }) => stored !== null || counted !== null);
  const dangling = differences.filter((difference) => !figures.includes(difference));
  const findings: Finding[] = [];
  if (figures.length > 0) {
    findings.push(
      wrong(
        "counts",
        `${figures.length} figures differ from a recount of their rows`,
        "count them anew from the rows: hearth doctor --mend",
        figures.map(
          (figure) =>
            `${placeOf(figure)}: ${figure.stored ?? "nothing"} stored, ${figure.counted ?? "nothing"} counted`,
        ),
      ),
    );
  }
  if (dangling.length > 0) {
    findings.push(
      wrong(
        "rows",
        `${dangling.length} rows point to others that are gone`,
        "restore the last backup if they matter: hearth restore FILE",
        dangling.map(placeOf),
      ),
    );
  }
  return findings.length > 0 ? findings : [ok("counts", "every figure equals a recount of its rows")];
}

const placeOf = ({ check, at }: Difference): string => `${check} at ${JSON.stringify(at)}`;
