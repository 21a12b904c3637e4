import { revokeGameToken } from "@hearth/store/access/revoke-game-token";
import { command } from "./command.ts";
import { organizationOption } from "./common-options.ts";
import { changeStore } from "./store.ts";

export const tokenRevoke = command({
  name: "token revoke",
  summary: "Revoke a game token for ever",
  argument: { value: "ID", about: "from the list", required: true },
  options: organizationOption,
  async run(call) {
    const revoked = await changeStore(call, call.options.organization, async (context) => {
      return await revokeGameToken(context, { id: call.argument! });
    });
    return { data: revoked, text: `Game token "${revoked.name}" (${revoked.preview}) is revoked.` };
  },
});
