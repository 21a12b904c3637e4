import { Environment, EnvironmentChangeBody, EnvironmentPath, type ProjectList } from "@hearth/contract";
import { HearthError } from "@hearth/core/errors";
import { consoleRoute } from "../../http/console-route.ts";

export const updateEnvironment = consoleRoute({
  method: "PATCH",
  path: "/environments/:environment",
  operationId: "updateEnvironment",
  summary: "Rename or recolor an environment",
  params: EnvironmentPath,
  body: EnvironmentChangeBody,
  answer: Environment,
  async handle(request) {
    const { items }: ProjectList = JSON.parse(await request.ask("listProjects", {}));
    // Names are unique within a project only: here the id alone says which environment is meant.
    const project = items.find(({ environments }) =>
      environments.some(({ id }) => id === request.params.environment),
    );
    if (!project) throw unknown(request.params.environment);
    return await request.order("updateEnvironment", {
      ...request.body,
      project: project.id,
      environment: request.params.environment,
    });
  },
});

const unknown = (id: string): HearthError =>
  new HearthError(
    "not_found",
    `There is no environment "${id}" in this organization: GET /projects lists the environments of each.`,
    [{ path: "environment", message: "Must be the id of an environment of this organization." }],
  );
