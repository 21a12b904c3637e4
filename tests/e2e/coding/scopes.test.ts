import { afterAll, describe, expect, test } from "vitest";
import { scopes } from "@hearth/core/access/scopes";
import { createApiKey } from "@hearth/store/access/create-api-key";
import { apiRoutes } from "../../../apps/server/src/routes/api/index.ts";
import { expectApiRefusal } from "../../api-refusal.ts";
import { startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { apiAsker } from "./api-asker.ts";
import { scopeOfRoute } from "./route-scopes.ts";

const server = await startServer();
afterAll(async () => await server.remove());

const modes = ["live", "test"] as const;
/** A key of every mode for every single scope. */
const keys = await withStore(server.folder, async (context) => {
  const made = [];
  for (const mode of modes) {
    for (const scope of scopes) {
      const { secret } = await createApiKey(context, { name: scope, mode, scopes: [scope] });
      made.push({ mode, scope, secret });
    }
  }
  return made;
});

const nameOf = ({ method, path }: { method: string; path: string }): string =>
  `${method} ${path.replaceAll(/:\w+/g, ":id")}`;

test("the contract's scopes name every route there is", () => {
  const named = Object.keys(scopeOfRoute);
  expect(apiRoutes.map(nameOf).filter((name) => !named.includes(name))).toEqual([]);
});

describe.each(apiRoutes.map((route) => ({ ...route, name: nameOf(route) })))(
  "$name",
  ({ name, method, path }) => {
    test("is open to the keys of its scope and of admin, and to no other", async () => {
      // Names nothing there is and brings no body: whoever is let in changes nothing.
      const target = path.replaceAll(/:\w+/g, "nothing");
      for (const { mode, scope, secret } of keys) {
        const answer = await apiAsker(server, secret)(method, target);
        const shown = `${mode} ${scope}: ${answer.status} ${answer.bytes.toString("utf8").slice(0, 300)}`;
        const needed = scopeOfRoute[name]!;
        if (scope === needed || scope === "admin") {
          expect([200, 202, 204, 400, 404], shown).toContain(answer.status);
        } else {
          expect(answer.status, shown).toBe(403);
          expect(expectApiRefusal(answer, 403, "scope").error).toContain(needed);
        }
      }
    });
  },
);
