import { queryWords } from "@hearth/core/games/search-words";
import type { StoreContext } from "../../../context.ts";
import { countRows } from "../pages/count-rows.ts";
import type { ReportQuery } from "./report-rows.ts";

/** One report, or the beginnings of words that a report must all have. */
export type ReportSearch =
  | { readonly row: number }
  | {
      readonly words: readonly string[];
      /** Found by so few reports that the search starts from them, where there is one. */
      readonly rare: string | undefined;
    };

/** Sorts after every word that begins with what stands before it. */
const lastCharacter = "\u{10ffff}";
/** Below this, finding a word's reports and sorting them is cheaper than going through all in order. */
const mostRare = 5_000;

/** What a text searches for; undefined where it is blank. */
export async function readSearch(
  { db, ids }: StoreContext,
  projectId: number,
  text: string,
): Promise<ReportSearch | undefined> {
  if (text === "") return undefined;
  const row = ids.rowOf("report", text);
  if (row !== undefined) return { row };
  const words = queryWords(text);
  let rare: { word: string; count: number } | undefined;
  for (const word of words) {
    const some = wordsBeginning(db, projectId, word).select("report_id").limit(mostRare);
    const count = await countRows(db.selectFrom(some.as("some")));
    if (count < (rare?.count ?? mostRare)) rare = { word, count };
  }
  return { words, rare: rare?.word };
}

/** The reports of a query that a search finds. */
export function searched(
  { db }: Pick<StoreContext, "db">,
  query: ReportQuery,
  projectId: number,
  search: ReportSearch,
): ReportQuery {
  if ("row" in search) return query.where("id", "=", search.row);
  if (search.words.length === 0) return query.where((eb) => eb.lit(false));
  for (const word of search.words) {
    const found = wordsBeginning(db, projectId, word).select("report_id");
    const starts = search.rare === undefined || search.rare === word;
    query = query.where((eb) =>
      starts ? eb("id", "in", found) : eb.exists(found.where("report_id", "=", eb.ref("play_reports.id"))),
    );
  }
  return query;
}

const wordsBeginning = (db: StoreContext["db"], projectId: number, word: string) =>
  db
    .selectFrom("play_report_words")
    .where("project_id", "=", projectId)
    .where("word", ">=", word)
    .where("word", "<", word + lastCharacter);
