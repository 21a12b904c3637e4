import { eraseUser } from "@hearth/store/coding/erase-user";
import { StoredCoding } from "@hearth/store/engines/sqlite/coding/stored-coding";
import { erasePerson } from "@hearth/store/games/erasure/erase-person";
import { ledgerAt } from "@hearth/store/games/erasure/ledger";
import { readSecret } from "../data-folder.ts";
import { type Call, command, type Outcome } from "./command.ts";
import { projectOption } from "./common-options.ts";
import { onlyOrganization } from "./only-organization.ts";
import { onlyProject } from "./only-project.ts";
import { removeErasedFiles } from "./remove-erased-files.ts";
import { storeContext } from "./store-context.ts";
import { changeStore, expectDatabase, withStore } from "./store.ts";
import { transaction } from "./transaction.ts";
import { UsageError } from "./usage-error.ts";

const options = {
  "external-id": { type: "string", value: "X", about: "a player: player.externalId as the game sent it" },
  "device-id": { type: "string", value: "D", about: "a player: player.deviceId as the game sent it" },
  user: { type: "string", value: "U", about: "a developer: user_id as sessions show it" },
  ...projectOption,
} as const;
type EraseOptions = typeof options;

export const personErase = command({
  name: "person erase",
  summary: "Erase a player or a developer with all that he sent, files included, for ever",
  options,
  async run(call) {
    const { "external-id": externalId, "device-id": deviceId, user } = call.options;
    if (user && (externalId || deviceId)) throw new UsageError("Name a player or a developer, not both.");
    if (user) return await eraseDeveloper(call, user);
    if (externalId || deviceId) return await erasePlayer(call, externalId, deviceId);
    throw new UsageError("Nobody is named: give --external-id X, --device-id D or --user U.");
  },
});

async function erasePlayer(
  call: Call<EraseOptions>,
  externalId: string | undefined,
  deviceId: string | undefined,
): Promise<Outcome> {
  const { folder } = call;
  const { organization, project } = call.options;
  const erased = await changeStore(call, organization, async (context) => {
    const ledger = ledgerAt(folder.erasures, readSecret(folder));
    return await erasePerson(
      { ...context, ledger },
      { project: await onlyProject(context, project), externalId, deviceId },
    );
  });
  await withStore(folder, async (connection) => await removeErasedFiles(connection, folder, call.now));
  return outcomeOf({ ...erased });
}

async function eraseDeveloper({ folder, options, now }: Call<EraseOptions>, user: string): Promise<Outcome> {
  expectDatabase(folder);
  return await withStore(folder, async (connection) => {
    const context = storeContext(connection, now, 0);
    // Nothing is priced when calls go.
    const coding = new StoredCoding(connection, { version: "", find: () => undefined });
    const ledger = ledgerAt(folder.erasures, readSecret(folder));
    const erased = await transaction(connection, "write", async () => {
      const organizationId = await onlyOrganization(context, options.organization);
      const opened = async () => await Promise.resolve(coding);
      return await eraseUser({ ...context, organizationId, ledger, coding: opened }, { user });
    });
    return outcomeOf({ ...erased });
  });
}

const outcomeOf = (erased: Readonly<Record<string, number>>): Outcome => ({
  data: { erased },
  text: [
    "Erased: " +
      Object.entries(erased)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(", ") +
      ".",
    "What is resent later stays erased, and so it does when an older backup is restored here.",
  ].join("\n"),
});
