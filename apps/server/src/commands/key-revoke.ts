import { revokeApiKey } from "@hearth/store/access/revoke-api-key";
import { command } from "./command.ts";
import { organizationOption } from "./common-options.ts";
import { changeStore } from "./store.ts";

export const keyRevoke = command({
  name: "key revoke",
  summary: "Revoke an API key for ever",
  argument: { value: "ID", about: "from the list", required: true },
  options: organizationOption,
  async run(call) {
    const revoked = await changeStore(call, call.options.organization, async (context) => {
      return await revokeApiKey(context, { id: call.argument! });
    });
    return { data: revoked, text: `API key "${revoked.name}" (${revoked.preview}) is revoked.` };
  },
});
