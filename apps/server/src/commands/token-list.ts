import { listGameTokens } from "@hearth/store/access/list-game-tokens";
import { allPages } from "./all-pages.ts";
import { command } from "./command.ts";
import { plainTable, shortTime } from "./plain-table.ts";
import { readStore } from "./store.ts";

export const tokenList = command({
  name: "token list",
  summary: "List the game tokens, newest first",
  options: {
    organization: {
      type: "string",
      value: "O",
      about: "id or name; may be left out while there is only one",
    },
    project: { type: "string", value: "P", about: "id or name; every project where it is left out" },
  },
  async run(call) {
    const { organization, project } = call.options;
    const items = await readStore(call, organization, async (context) => {
      return await allPages((request) => listGameTokens(context, { project, ...request }));
    });
    return {
      data: { items },
      text: plainTable(
        ["ID", "NAME", "TOKEN", "PROJECT", "ENVIRONMENT", "CREATED", "LAST USED", "REVOKED"],
        items.map((token) => [
          token.id,
          token.name,
          token.preview,
          token.project.name,
          token.environment.name,
          shortTime(token.createdAt),
          shortTime(token.lastUsedAt),
          token.revokedAt === null ? "" : shortTime(token.revokedAt),
        ]),
      ),
    };
  },
});
