import type { Connection } from "../open.ts";
import { everyCall } from "./call-rows.ts";
import type { CodingRows } from "./coding-rows.ts";
import type { CodingScope } from "./coding-scope.ts";
import type { SessionContents } from "./session-finder.ts";
import { modeOf } from "./coding-scope.ts";

/** Finds and removes what is kept of one user in one mode, beside the calls themselves. */
export class UserEraser {
  private readonly rows: CodingRows;
  private readonly select;
  private readonly remove;
  private readonly people;
  private readonly dropTerm;
  private readonly dropName;

  constructor(database: Connection, rows: CodingRows) {
    this.rows = rows;
    const tenant = "organization_id = ? and test = ? and user_id = ?";
    this.select = {
      streams: database
        .prepare<[number, number, string], number>(`select id from coding_streams where ${tenant}`)
        .pluck(),
      contexts: database
        .prepare<[number, number], number>(
          "select distinct context_id from coding_calls where organization_id = ? and stream_id = ?",
        )
        .pluck(),
    };
    this.remove = [
      `delete from coding_tool_sessions where ${tenant}`,
      `delete from coding_goals where ${tenant}`,
      `delete from coding_streams where ${tenant}`,
      // Reports that were asked for may name him.
      "delete from coding_jobs where organization_id = ? and test = ? and ? is not null",
    ].map((sql) => database.prepare<[number, number, string]>(sql));
    this.people = [
      `delete from team_members where user_id in
        (select id from users where organization_id = ? and mode = ? and public_id = ?)`,
      "delete from users where organization_id = ? and mode = ? and public_id = ?",
      "delete from devices where organization_id = ? and mode = ? and name = ?",
    ].map((sql) => database.prepare<[number, string, string]>(sql));
    this.dropTerm = database.prepare<[number]>("delete from coding_terms where id = ?");
    this.dropName = database.prepare<[{ organization: number; user: string }]>(
      `delete from coding_terms where organization_id = @organization and term = @user
        and not exists (select 1 from coding_sessions s where s.organization_id = @organization
          and coding_terms.id in (s.user_id, s.project_id, s.adapter_id, s.model_id))
        and not exists (select 1 from coding_calls c where c.organization_id = @organization
          and coding_terms.id in (c.model_id, c.error_id, c.price_id))`,
    );
  }

  /** Everything the user has sent, and the texts that only he has. */
  contents({ organizationId, test }: CodingScope, user: string): SessionContents & { contexts: number[] } {
    const streams = this.select.streams.all(organizationId, test, user);
    const { calls, signals, streams: known } = this.rows;
    return {
      calls: streams.flatMap((id) => calls.between(organizationId, id, ...everyCall)),
      signals: streams.flatMap((id) =>
        signals.between(organizationId, known.byId(id), Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
      ),
      contexts: streams.flatMap((id) => this.select.contexts.all(organizationId, id)),
    };
  }

  /** Removes what is left once the calls are gone; devices go with their user. */
  finish(scope: CodingScope, user: string, contexts: readonly number[]): void {
    const { organizationId, test } = scope;
    for (const statement of this.remove) statement.run(organizationId, test, user);
    for (const statement of this.people) statement.run(organizationId, modeOf(scope), user);
    for (const id of contexts) this.dropTerm.run(id);
    this.dropName.run({ organization: organizationId, user });
  }
}
