import { listProjects } from "@hearth/store/access/list-projects";
import { command } from "./command.ts";
import { organizationOption } from "./common-options.ts";
import { plainTable, shortTime } from "./plain-table.ts";
import { readStore } from "./store.ts";

export const projectList = command({
  name: "project list",
  summary: "List the projects and their environments",
  options: organizationOption,
  async run(call) {
    const { items } = await readStore(call, call.options.organization, async (context) => {
      return await listProjects(context, {});
    });
    return {
      data: { items },
      text: plainTable(
        ["ID", "NAME", "ENVIRONMENTS", "CREATED"],
        items.map(({ id, name, environments, createdAt }) => [
          id,
          name,
          environments.map((environment) => environment.name).join(", "),
          shortTime(createdAt),
        ]),
      ),
    };
  },
});
