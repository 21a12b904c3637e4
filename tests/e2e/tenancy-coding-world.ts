import { randomBytes } from "node:crypto";
import { scopes } from "@hearth/core/access/scopes";
import { createApiKey } from "@hearth/store/access/create-api-key";
import { createDevice } from "@hearth/store/access/create-device";
import { createOrganization } from "@hearth/store/access/create-organization";
import { send } from "../send.ts";
import { type ServerProcess, startServer } from "../server-process.ts";
import { withStore } from "../store-access.ts";
import { apiAsker } from "./coding/api-asker.ts";
import { type CodingPlace, furnishCoding, nowhereCoding } from "./tenancy-coding-place.ts";
import { codingSlotsOf } from "./tenancy-coding-slots.ts";
import { type ApiDocument, type Operation, operationsOf } from "./tenancy-operations.ts";

/** Tenants beside the asking one; each holds the same, under names of its own. */
export const elsewhere = ["otherMode", "otherOrganization"] as const;
export type Elsewhere = (typeof elsewhere)[number];

type Tenants<Value> = Readonly<Record<"own" | Elsewhere, Value>>;

/** A server with live and test data of one organization on it, and live data of another. */
export interface CodingWorld {
  readonly server: ServerProcess;
  /** Of the coding half; each one's parameters have known meanings. */
  readonly operations: readonly Operation[];
  readonly places: Tenants<CodingPlace>;
  /** With the scope admin. */
  readonly keys: Tenants<string>;
  /** Names of what never was. */
  readonly unknown: CodingPlace;
  readonly theirOrganization: string;
  readonly deviceSecret: string;
}

/** Whoever makes it removes its server. */
export async function makeCodingWorld(): Promise<CodingWorld> {
  const server = await startServer({ settings: { HEARTH_API_REQUESTS_PER_MINUTE: "0" } });
  try {
    return await settle(server);
  } catch (error) {
    await server.remove();
    throw error;
  }
}

async function settle(server: ServerProcess): Promise<CodingWorld> {
  const document = (await send<ApiDocument>(`${server.url}/openapi.json`)).body;
  const operations = operationsOf(document).filter(({ side }) => ["api", "engine", "otlp"].includes(side));
  for (const operation of operations) if (operation.side === "api") codingSlotsOf(operation);
  const theirOrganization = `Organization canary${randomBytes(6).toString("hex")}`;
  const { keys, deviceSecret } = await withStore(server.folder, async (context) => {
    await createOrganization(context, { name: theirOrganization });
    const { id } = await context.db
      .selectFrom("organizations")
      .select("id")
      .where("name", "=", theirOrganization)
      .executeTakeFirstOrThrow();
    const key = async (organizationId: number, mode: "live" | "test") => {
      const made = { name: "Admin", mode, scopes: scopes.slice(-1) };
      return (await createApiKey({ ...context, organizationId }, made)).secret;
    };
    return {
      keys: {
        own: server.key,
        otherMode: await key(context.organizationId, "test"),
        otherOrganization: await key(id, "live"),
      },
      deviceSecret: (await createDevice(context, { user: "ada", mode: "live" })).secret,
    };
  });
  const furnish = async (key: string, word: string): Promise<CodingPlace> =>
    await furnishCoding(
      apiAsker(server, key),
      async (signals) =>
        await send(`${server.url}/engine/v1/signals/batch`, {
          method: "POST",
          headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
          body: JSON.stringify({ signals }),
        }),
      `${word}${randomBytes(4).toString("hex")}`,
    );
  return {
    server,
    operations,
    places: {
      own: await furnish(keys.own, "own"),
      otherMode: await furnish(keys.otherMode, "mode"),
      otherOrganization: await furnish(keys.otherOrganization, "canary"),
    },
    keys,
    unknown: nowhereCoding(),
    theirOrganization,
    deviceSecret,
  };
}
