import { organizationOf } from "@hearth/store/access/organization";
import { command } from "./command.ts";
import { plainTable, shortTime } from "./plain-table.ts";
import { storeContext } from "./store-context.ts";
import { expectDatabase, withStore } from "./store.ts";

export const organizationList = command({
  name: "organization list",
  summary: "List the organizations",
  options: {},
  async run({ folder, now }) {
    expectDatabase(folder);
    const items = await withStore(folder, async (connection) => {
      const { db } = storeContext(connection, now, 0);
      const rows = await db.selectFrom("organizations").selectAll().orderBy("name").execute();
      return rows.map(organizationOf);
    });
    return {
      data: { items },
      text: plainTable(
        ["ID", "NAME", "CREATED"],
        items.map(({ id, name, createdAt }) => [id, name, shortTime(createdAt)]),
      ),
    };
  },
});
