import { listDevices } from "@hearth/store/access/list-devices";
import { allPages } from "./all-pages.ts";
import { command } from "./command.ts";
import { organizationOption } from "./common-options.ts";
import { plainTable, shortTime } from "./plain-table.ts";
import { readStore } from "./store.ts";

export const deviceList = command({
  name: "device list",
  summary: "List the devices, newest first",
  options: organizationOption,
  async run(call) {
    const items = await readStore(call, call.options.organization, async (context) => {
      return await allPages((request) => listDevices(context, request));
    });
    return {
      data: { items },
      text: plainTable(
        ["ID", "USER", "MODE", "SECRET", "CREATED", "ACTIVATED", "LAST USED", "REVOKED"],
        items.map((device) => [
          device.id,
          device.user,
          device.mode,
          device.preview,
          shortTime(device.createdAt),
          device.activatedAt === null ? "" : shortTime(device.activatedAt),
          shortTime(device.lastUsedAt),
          device.revokedAt === null ? "" : shortTime(device.revokedAt),
        ]),
      ),
    };
  },
});
