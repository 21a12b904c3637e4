import { Project, type ProjectList, ProjectPath } from "@hearth/contract";
import { HearthError } from "@hearth/core/errors";
import { consoleRoute } from "../../http/console-route.ts";

export const getProject = consoleRoute({
  method: "GET",
  path: "/projects/:project",
  operationId: "getProject",
  summary: "A project with its environments",
  params: ProjectPath,
  answer: Project,
  async handle(request) {
    const { items }: ProjectList = JSON.parse(await request.ask("listProjects", {}));
    const project = items.find(
      ({ id, name }) => id === request.params.project || name === request.params.project,
    );
    if (project) return project;
    throw new HearthError(
      "not_found",
      `There is no project "${request.params.project}" in this organization: GET /projects lists them.`,
      [{ path: "project", message: "Must be the id or the name of a project of this organization." }],
    );
  },
});
