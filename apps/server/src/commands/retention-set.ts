import { setRetention } from "@hearth/store/access/set-retention";
import { command } from "./command.ts";
import { projectOption } from "./common-options.ts";
import { onlyProject } from "./only-project.ts";
import { retentionText } from "./retention-text.ts";
import { changeStore } from "./store.ts";
import { UsageError } from "./usage-error.ts";

export const retentionSet = command({
  name: "retention set",
  summary: "Set how long a project keeps what its games sent; the figures outlive the rows",
  options: {
    days: { type: "string", value: "N", about: 'whole days, or "forever"', required: true },
    channel: { type: "string", value: "C", about: "build channel; everything else where it is left out" },
    ...projectOption,
  },
  async run(call) {
    const { organization, project, channel = "*" } = call.options;
    const days = daysOf(call.options.days);
    const retention = await changeStore(call, organization, async (context) => {
      return await setRetention(context, { project: await onlyProject(context, project), channel, days });
    });
    return { data: retention, text: retentionText(retention) };
  },
});

function daysOf(text: string): number | null {
  if (text === "forever") return null;
  if (!/^\d+$/.test(text))
    throw new UsageError(`--days "${text}" cannot be read: give whole days or "forever".`);
  return Number(text);
}
