import { createProject } from "@hearth/store/access/create-project";
import { command } from "./command.ts";
import { organizationOption } from "./common-options.ts";
import { nameOf } from "./name-of.ts";
import { makeInStore } from "./store.ts";

export const projectCreate = command({
  name: "project create",
  summary: "Make a project with the environments Production and Development",
  argument: { value: "NAME", about: "1 to 120 characters", required: false },
  options: {
    name: { type: "string", value: "NAME", about: "the same, as an option" },
    ...organizationOption,
  },
  async run(call) {
    const name = nameOf(call);
    const made = await makeInStore(call, call.options.organization, async (context) => {
      return await createProject(context, { name });
    });
    return {
      data: { ...made, secret: null },
      text: [
        `Project "${made.name}" is made (${made.id}).`,
        ...made.environments.map((environment) => `  ${environment.name} (${environment.id})`),
        `A token for its game: hearth token create --project "${made.name}" --environment Development --name "My game"`,
      ].join("\n"),
    };
  },
});
