import { scopes } from "@hearth/core/access/scopes";
import { createApiKey } from "@hearth/store/access/create-api-key";
import { command } from "./command.ts";
import { modeOption, organizationOption } from "./common-options.ts";
import { secretText } from "./secret-text.ts";
import { makeInStore } from "./store.ts";

export const keyCreate = command({
  name: "key create",
  summary: "Make an API key, which a program reads and manages with",
  options: {
    scopes: { type: "string", value: "A,B", about: `of ${scopes.join(", ")}`, required: true },
    name: { type: "string", value: "N", about: "1 to 120 characters; today's date where it is left out" },
    ...modeOption,
    ...organizationOption,
  },
  async run(call) {
    const { organization, name, test, scopes } = call.options;
    const made = await makeInStore(call, organization, async (context) => {
      return await createApiKey(context, {
        name: name ?? `Made ${new Date(call.now).toISOString().slice(0, 10)}`,
        mode: test ? "test" : "live",
        scopes: scopes
          .split(",")
          .map((scope) => scope.trim())
          .filter(Boolean),
      });
    });
    return {
      data: made,
      text: secretText(`API key "${made.name}" (${made.mode}; ${made.scopes.join(", ")})`, made),
    };
  },
});
