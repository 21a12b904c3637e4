import type { StoreContext } from "../../context.ts";
import type { ReportFilter } from "./open-report.ts";

/** The rows of the subjects (user, adapter, project) that a report is of. */
export const reportSubjects = (
  { db, organizationId, mode }: StoreContext,
  { user, project, team }: ReportFilter,
) =>
  db
    .selectFrom("coding_streams")
    .where("organization_id", "=", organizationId)
    .where("test", "=", mode === "test" ? 1 : 0)
    .where("kind", "=", "windowed")
    .$if(user !== undefined, (query) => query.where("user_id", "=", user!))
    .$if(project !== undefined, (query) => query.where("project_id", "=", project!))
    .$if(team !== undefined, (query) =>
      query.where("user_id", "in", (members) =>
        members
          .selectFrom("team_members")
          .innerJoin("users", "users.id", "team_members.user_id")
          .where("team_members.team_id", "=", team!)
          .select("users.public_id"),
      ),
    );
