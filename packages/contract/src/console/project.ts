import { Type, type Static } from "../schema.ts";
import { Instant, ListOf } from "./shapes.ts";

export const Organization = Type.Object({
  id: Type.String({ description: "org_…" }),
  name: Type.String(),
  createdAt: Instant(),
});
export type Organization = Static<typeof Organization>;
export const OrganizationList = ListOf(Organization);
export type OrganizationList = Static<typeof OrganizationList>;

export const Environment = Type.Object({
  id: Type.String({ description: "env_…" }),
  name: Type.String(),
  color: Type.String({ description: "#rrggbb" }),
  createdAt: Instant(),
});
export type Environment = Static<typeof Environment>;
export const EnvironmentList = ListOf(Environment);

export const Project = Type.Object({
  id: Type.String({ description: "proj_…" }),
  name: Type.String(),
  createdAt: Instant(),
  environments: Type.Array(Environment, { description: "In the order they were made." }),
});
export type Project = Static<typeof Project>;
export const ProjectList = ListOf(Project);
export type ProjectList = Static<typeof ProjectList>;

const name = Type.String({ minLength: 1, maxLength: 120 });
const color = Type.Optional(Type.String({ description: "#rrggbb; one of a palette where absent." }));

export const ProjectBody = Type.Object({ name }, { additionalProperties: false });
export const EnvironmentBody = Type.Object({ name, color }, { additionalProperties: false });
export const EnvironmentChangeBody = Type.Object(
  { name: Type.Optional(name), color: Type.Optional(Type.String({ description: "#rrggbb" })) },
  { additionalProperties: false, description: "What is absent stays." },
);

/** Another row's project, as an answer names it. */
export const ProjectCard = Type.Object({ id: Type.String(), name: Type.String() });
/** Another row's environment, as an answer names it. */
export const EnvironmentCard = Type.Object({ id: Type.String(), name: Type.String(), color: Type.String() });
