import { recountPlay } from "@hearth/store/games/recount";
import type { Connection } from "@hearth/store/engines/sqlite/open";
import { ok, wrong, type Finding } from "./finding.ts";

/** What is counted beside the rows, against a recount of them. */
export function checkCounts(connection: Connection): Finding {
  const differences = recountPlay(connection);
  if (differences.length === 0) return ok("counts", "every figure equals a recount of its rows");
  return wrong(
    "counts",
    `${differences.length} figures differ from a recount of their rows`,
    "count them anew from the rows: hearth doctor --mend",
    differences.map(
      ({ check, at, stored, counted }) =>
        `${check}: ${stored ?? "nothing"} stored, ${counted ?? "nothing"} counted at ${JSON.stringify(at)}`,
    ),
  );
}
