import type { StoreContext } from "../../../context.ts";
import { buildCards, type BuildCard } from "../cards/build-cards.ts";
import { sumReports, type ReportCell } from "../rollups/report-cells.ts";
import type { RollUpPlace } from "../rollups/roll-up-place.ts";
import { bySeverity, type SeverityCounts } from "./severity-counts.ts";

export interface BuildReports {
  /** Null for the reports that belong to no build. */
  readonly build: BuildCard | null;
  readonly reports: number;
  readonly severities: SeverityCounts;
}

const mostBuilds = 10;

/** The builds with the most reports, those of most first. */
export async function reportsByBuild(
  context: StoreContext,
  { projectId }: RollUpPlace,
  cells: readonly ReportCell[],
): Promise<BuildReports[]> {
  const builds = Array.from(
    Map.groupBy(cells, (cell) => cell.buildId),
    ([buildId, cells]) => ({
      buildId,
      reports: sumReports(cells),
      severities: bySeverity(cells),
    }),
  );
  // Of as many reports, the newer build first.
  builds.sort((a, b) => b.reports - a.reports || b.buildId - a.buildId);
  const most = builds.filter(({ reports }) => reports > 0).slice(0, mostBuilds);
  const cards = await buildCards(
    context,
    projectId,
    most.map(({ buildId }) => buildId),
  );
  return most.map(({ buildId, ...counts }) => ({ build: cards.get(buildId) ?? null, ...counts }));
}
