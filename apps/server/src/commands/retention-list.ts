import { getRetention } from "@hearth/store/access/get-retention";
import { command } from "./command.ts";
import { projectOption } from "./common-options.ts";
import { onlyProject } from "./only-project.ts";
import { retentionText } from "./retention-text.ts";
import { readStore } from "./store.ts";

export const retentionList = command({
  name: "retention list",
  summary: "Show how long a project keeps what its games sent",
  options: projectOption,
  async run(call) {
    const { organization, project } = call.options;
    const retention = await readStore(call, organization, async (context) => {
      return await getRetention(context, { project: await onlyProject(context, project) });
    });
    return { data: retention, text: retentionText(retention) };
  },
});
