import { createOrganization } from "@hearth/store/access/create-organization";
import { command } from "./command.ts";
import { nameOf } from "./name-of.ts";
import { storeContext } from "./store-context.ts";
import { makeStore, withStore } from "./store.ts";
import { transaction } from "./transaction.ts";

export const organizationCreate = command({
  name: "organization create",
  summary: "Make an organization, which sees nothing of the others",
  argument: { value: "NAME", about: "1 to 120 characters", required: false },
  options: { name: { type: "string", value: "NAME", about: "the same, as an option" } },
  async run(call) {
    const name = nameOf(call);
    await makeStore(call);
    const made = await withStore(call.folder, async (connection) => {
      const context = storeContext(connection, call.now, 0);
      return await transaction(connection, "write", async () => createOrganization(context, { name }));
    });
    return {
      data: { ...made, secret: null },
      text: `Organization "${made.name}" is made (${made.id}).\nIts first project: hearth project create NAME --organization "${made.name}"`,
    };
  },
});
