import { Filter } from "../console/shapes.ts";

/** Filters of sessions and events. */
export const codingFilters = (model: string, when: string) => ({
  user_id: Filter("The user, exact."),
  project_id: Filter("The project, exact."),
  model: Filter(model),
  adapter: Filter("The tool, exact."),
  from: Filter(
    `${when} then or later: ISO 8601; a date alone is its midnight in the organization's time zone.`,
  ),
  to: Filter(`${when} before: ISO 8601; a date alone is its midnight in the organization's time zone.`),
});
