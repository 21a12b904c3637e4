import { createDevice } from "@hearth/store/access/create-device";
import { command } from "./command.ts";
import { modeOption, organizationOption } from "./common-options.ts";
import { secretText } from "./secret-text.ts";
import { makeInStore } from "./store.ts";

export const deviceCreate = command({
  name: "device create",
  summary: "Let a machine send the coding sessions of a user",
  options: {
    user: { type: "string", value: "U", about: "whose sessions it sends", required: true },
    ...modeOption,
    ...organizationOption,
  },
  async run(call) {
    const { organization, user, test } = call.options;
    const made = await makeInStore(call, organization, async (context) => {
      return await createDevice(context, { user, mode: test ? "test" : "live" });
    });
    const what = `Device of "${made.user}" (${made.mode})`;
    const telemetry = `For tools that send their own telemetry (OTLP), and for nothing else:\n\n  ${made.otlpSecret}`;
    return { data: made, text: `${secretText(what, made)}\n\n${telemetry}` };
  },
});
