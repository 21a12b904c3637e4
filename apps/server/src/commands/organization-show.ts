import { codingSettings } from "@hearth/store/coding/settings/coding-settings";
import { command } from "./command.ts";
import { organizationOption } from "./common-options.ts";
import { organizationText } from "./organization-text.ts";
import { readStore } from "./store.ts";

export const organizationShow = command({
  name: "organization show",
  summary: "Show what an organization has set for its coding sessions",
  options: organizationOption,
  async run(call) {
    const settings = await readStore(call, call.options.organization, codingSettings);
    return { data: settings, text: organizationText(settings) };
  },
});
