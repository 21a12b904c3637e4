import { listEnvironments } from "@hearth/store/access/list-environments";
import { command } from "./command.ts";
import { projectOption } from "./common-options.ts";
import { onlyProject } from "./only-project.ts";
import { plainTable, shortTime } from "./plain-table.ts";
import { readStore } from "./store.ts";

export const environmentList = command({
  name: "environment list",
  summary: "List the environments of a project",
  options: projectOption,
  async run(call) {
    const { organization, project } = call.options;
    const { items } = await readStore(call, organization, async (context) => {
      return await listEnvironments(context, { project: await onlyProject(context, project) });
    });
    return {
      data: { items },
      text: plainTable(
        ["ID", "NAME", "COLOR", "CREATED"],
        items.map(({ id, name, color, createdAt }) => [id, name, color, shortTime(createdAt)]),
      ),
    };
  },
});
