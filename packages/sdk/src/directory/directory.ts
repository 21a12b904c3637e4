import type { PageQuery } from "../pages/pages.ts";

export interface User {
  /** What signals call `user_id`. */
  readonly id: string;
  /** The id, until somebody names the user. */
  readonly name: string;
  readonly email: string | null;
  readonly created_at: string;
  readonly teams: { readonly id: string; readonly name: string }[];
}

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly member_count: number;
}

export interface Project {
  /** What signals call `project_id`. */
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
}

export interface NameQuery extends PageQuery {
  /** Whole, in letters of either case. */
  name?: string | undefined;
}

export interface UserQuery extends NameQuery {
  email?: string | undefined;
  /** Members of a team. */
  team_id?: string | undefined;
}
