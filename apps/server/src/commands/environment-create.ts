import { createEnvironment } from "@hearth/store/access/create-environment";
import { command } from "./command.ts";
import { projectOption } from "./common-options.ts";
import { nameOf } from "./name-of.ts";
import { onlyProject } from "./only-project.ts";
import { makeInStore } from "./store.ts";

export const environmentCreate = command({
  name: "environment create",
  summary: "Make an environment of a project",
  argument: { value: "NAME", about: "1 to 120 characters", required: false },
  options: {
    name: { type: "string", value: "NAME", about: "the same, as an option" },
    color: { type: "string", value: "#RRGGBB", about: "its color on the dashboard" },
    ...projectOption,
  },
  async run(call) {
    const name = nameOf(call);
    const { organization, project, color } = call.options;
    const made = await makeInStore(call, organization, async (context) => {
      return await createEnvironment(context, {
        project: await onlyProject(context, project),
        name,
        color,
      });
    });
    return {
      data: { ...made, secret: null },
      text: `Environment "${made.name}" is made (${made.id}, ${made.color}).`,
    };
  },
});
