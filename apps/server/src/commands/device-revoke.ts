import { revokeDevice } from "@hearth/store/access/revoke-device";
import { command } from "./command.ts";
import { organizationOption } from "./common-options.ts";
import { changeStore } from "./store.ts";

export const deviceRevoke = command({
  name: "device revoke",
  summary: "Revoke a device for ever",
  argument: { value: "ID", about: "from the list", required: true },
  options: organizationOption,
  async run(call) {
    const revoked = await changeStore(call, call.options.organization, async (context) => {
      return await revokeDevice(context, { id: call.argument! });
    });
    return { data: revoked, text: `Device of "${revoked.user}" (${revoked.preview}) is revoked.` };
  },
});
