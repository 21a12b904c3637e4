import { Filter, Instant, orderFilter } from "../console/shapes.ts";
import { Nullable } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";
import { ApiPageOf, apiPageFilters } from "./shapes.ts";

const name = Type.String({ minLength: 1, maxLength: 120 });
const email = Nullable(Type.String({ maxLength: 254, description: "Null where none is known." }));
const nameFilter = Filter("Whole name, whatever the case of its letters A to Z.");
const list = { ...apiPageFilters, ...orderFilter("desc") };
const userId = Type.String({ description: "What signals call user_id." });
const teamId = Type.String({ description: "team_…" });
const projectId = Type.String({ description: "What signals call project_id." });

export const ApiUser = Type.Object({
  id: userId,
  name: Type.String({ description: "The id, until somebody names the user." }),
  email,
  created_at: Instant("When it was made, by hand or by the first signal of an unknown user."),
  teams: Type.Array(Type.Object({ id: teamId, name: Type.String() }), { description: "By name." }),
});
export const ApiUserPage = ApiPageOf(ApiUser);
export const ApiUserPath = Type.Object({ user_id: userId });
export const ApiUserQuery = Type.Object({
  name: nameFilter,
  email: Filter("Whole address, whatever the case of its letters A to Z."),
  team_id: Filter("Members of a team."),
  ...list,
});
export const ApiUserBody = Type.Object({
  id: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 256,
      description: "What signals will call user_id; one of the server's making where it is absent.",
    }),
  ),
  name,
  email: Type.Optional(email),
});
export const ApiUserChangeBody = Type.Object(
  { name: Type.Optional(name), email: Type.Optional(email) },
  { description: "What is absent stays; null takes the email away." },
);

export const ApiTeam = Type.Object({
  id: teamId,
  name: Type.String(),
  created_at: Instant(),
  member_count: Type.Integer({ minimum: 0, description: "GET /users?team_id=… lists them." }),
});
export const ApiTeamPage = ApiPageOf(ApiTeam);
export const ApiTeamPath = Type.Object({ team_id: teamId });
export const ApiTeamMemberPath = Type.Object({ team_id: teamId, user_id: userId });
export const ApiTeamQuery = Type.Object({ name: nameFilter, ...list });
export const ApiTeamBody = Type.Object({ name });
export const ApiTeamChangeBody = Type.Object(
  { name: Type.Optional(name) },
  { description: "What is absent stays." },
);

export const ApiProject = Type.Object({ id: projectId, name: Type.String(), created_at: Instant() });
export const ApiProjectPage = ApiPageOf(ApiProject);
export const ApiProjectPath = Type.Object({ project_id: projectId });
export const ApiProjectQuery = Type.Object({ name: nameFilter, ...list });
export const ApiProjectBody = Type.Object({ name });

/** Nothing is answered. */
export const Done = Type.Null();
