import type { StoreContext } from "../../context.ts";
import { testOf } from "../reading/coding-tenant.ts";
import type { ReportFilter } from "./open-report.ts";

/** The rows of the subjects (user, adapter, project) that a report is of. */
export const reportSubjects = (context: StoreContext, { user, project, team }: ReportFilter) =>
  context.db
    .selectFrom("coding_streams")
    .where("organization_id", "=", context.organizationId)
    .where("test", "=", testOf(context))
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
