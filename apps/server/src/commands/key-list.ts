import { listApiKeys } from "@hearth/store/access/list-api-keys";
import { allPages } from "./all-pages.ts";
import { command } from "./command.ts";
import { organizationOption } from "./common-options.ts";
import { plainTable, shortTime } from "./plain-table.ts";
import { readStore } from "./store.ts";

export const keyList = command({
  name: "key list",
  summary: "List the API keys, newest first",
  options: organizationOption,
  async run(call) {
    const items = await readStore(call, call.options.organization, async (context) => {
      return await allPages((request) => listApiKeys(context, request));
    });
    return {
      data: { items },
      text: plainTable(
        ["ID", "NAME", "KEY", "SCOPES", "CREATED", "LAST USED", "REVOKED"],
        items.map((key) => [
          key.id,
          key.name,
          key.preview,
          key.scopes.join(","),
          shortTime(key.createdAt),
          shortTime(key.lastUsedAt),
          key.revokedAt === null ? "" : shortTime(key.revokedAt),
        ]),
      ),
    };
  },
});
