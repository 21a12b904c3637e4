import { erasePerson } from "@hearth/store/games/erasure/erase-person";
import { ledgerAt } from "@hearth/store/games/erasure/ledger";
import { readSecret } from "../data-folder.ts";
import { command } from "./command.ts";
import { projectOption } from "./common-options.ts";
import { onlyProject } from "./only-project.ts";
import { removeErasedFiles } from "./remove-erased-files.ts";
import { changeStore, withStore } from "./store.ts";
import { UsageError } from "./usage-error.ts";

export const personErase = command({
  name: "person erase",
  summary: "Erase a player with all that he sent, files included, for ever",
  options: {
    "external-id": { type: "string", value: "X", about: "player.externalId as the game sent it" },
    "device-id": { type: "string", value: "D", about: "player.deviceId as the game sent it" },
    ...projectOption,
  },
  async run(call) {
    const { folder, options } = call;
    const { organization, project, "external-id": externalId, "device-id": deviceId } = options;
    if (!externalId && !deviceId)
      throw new UsageError("Nobody is named: give --external-id X or --device-id D.");
    const erased = await changeStore(call, organization, async (context) => {
      const ledger = ledgerAt(folder.erasures, readSecret(folder));
      return await erasePerson(
        { ...context, ledger },
        { project: await onlyProject(context, project), externalId, deviceId },
      );
    });
    await withStore(folder, async (connection) => await removeErasedFiles(connection, folder, call.now));
    return {
      data: { erased },
      text: [
        "Erased: " +
          Object.entries(erased)
            .map(([kind, count]) => `${count} ${kind}`)
            .join(", ") +
          ".",
        "What is resent later stays erased, and so it does when an older backup is restored here.",
      ].join("\n"),
    };
  },
});
