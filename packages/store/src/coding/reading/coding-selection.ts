import type { StoreContext } from "../../context.ts";
import type { TimeRange } from "../../games/questions/filters/time-range.ts";
import { codingRange, isEmptyRange } from "./coding-range.ts";
import type { CodingTenant } from "./coding-tenant.ts";
import { testOf } from "./coding-tenant.ts";
import { termIds } from "./coding-terms.ts";

/** Filters of sessions and events, by their names on the wire. */
export type CodingFilters = {
  readonly user_id?: string | undefined;
  readonly project_id?: string | undefined;
  readonly model?: string | undefined;
  readonly adapter?: string | undefined;
  /** ISO 8601: then or later. */
  readonly from?: string | undefined;
  /** ISO 8601: before. */
  readonly to?: string | undefined;
};

export const selectors = ["user", "project", "model", "adapter"] as const;
export type Selector = (typeof selectors)[number];

/** A text to filter by, and its id among the organization's texts. */
export interface Chosen {
  readonly text: string;
  readonly id: number;
}

/** Filters with their texts looked up. */
export interface CodingSelection extends Readonly<Partial<Record<Selector, Chosen>>> {
  readonly range: TimeRange;
}

/**
 * Looks the texts of filters up.
 * @returns undefined where nothing can match: a text is nowhere in the organization, or the range is empty
 * @throws HearthError `invalid_request` for a time that cannot be read
 */
export async function selectCoding(
  context: StoreContext,
  { calendar }: CodingTenant,
  filters: CodingFilters,
): Promise<CodingSelection | undefined> {
  const range = codingRange(filters, calendar);
  const texts: Readonly<Record<Selector, string | undefined>> = {
    user: filters.user_id,
    project: filters.project_id,
    model: filters.model,
    adapter: filters.adapter,
  };
  const ids = await termIds(
    context,
    Object.values(texts).filter((text) => text !== undefined),
  );
  const chosen: Partial<Record<Selector, Chosen>> = {};
  for (const selector of selectors) {
    const text = texts[selector];
    if (text === undefined) continue;
    const id = ids.get(text);
    if (id === undefined) return undefined;
    chosen[selector] = { text, id };
  }
  return isEmptyRange(range) ? undefined : { ...chosen, range };
}

/** What is filtered by, the likely rarest first. */
export const selectorsOf = (selection: CodingSelection): Selector[] =>
  selectors.filter((selector) => selection[selector] !== undefined);

/** Whether only some users', projects' or adapters' calls are meant. */
export const isOfSome = ({ user, project, adapter }: CodingSelection): boolean =>
  (user ?? project ?? adapter) !== undefined;

/** The subjects (user, adapter, project) a selection is of. */
export const subjectRows = (context: StoreContext, { user, project, adapter }: CodingSelection) =>
  context.db
    .selectFrom("coding_streams")
    .where("organization_id", "=", context.organizationId)
    .where("test", "=", testOf(context))
    .where("kind", "=", "windowed")
    .$if(user !== undefined, (query) => query.where("user_id", "=", user!.text))
    .$if(project !== undefined, (query) => query.where("project_id", "=", project!.text))
    .$if(adapter !== undefined, (query) => query.where("adapter", "=", adapter!.text))
    .select("id");
