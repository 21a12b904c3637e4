import { createGameToken } from "@hearth/store/access/create-game-token";
import { command } from "./command.ts";
import { projectOption } from "./common-options.ts";
import { onlyProject } from "./only-project.ts";
import { secretText } from "./secret-text.ts";
import { makeInStore } from "./store.ts";

export const tokenCreate = command({
  name: "token create",
  summary: "Make a game token, which a game sends its sessions with",
  options: {
    environment: { type: "string", value: "E", about: "id or name", required: true },
    name: { type: "string", value: "N", about: "3 to 120 characters", required: true },
    ...projectOption,
  },
  async run(call) {
    const { organization, project, environment, name } = call.options;
    const made = await makeInStore(call, organization, async (context) => {
      return await createGameToken(context, {
        project: await onlyProject(context, project),
        environment,
        name,
      });
    });
    return {
      data: made,
      text: secretText(`Game token "${made.name}" for ${made.project.name}, ${made.environment.name},`, made),
    };
  },
});
