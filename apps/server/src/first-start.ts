import { createApiKey } from "@hearth/store/access/create-api-key";
import { createGameToken } from "@hearth/store/access/create-game-token";
import { createOrganization } from "@hearth/store/access/create-organization";
import { createProject } from "@hearth/store/access/create-project";
import type { StoreContext } from "@hearth/store/context";
import type { Connection } from "@hearth/store/engines/sqlite/open";
import { storeContext } from "./commands/store-context.ts";
import { transaction } from "./commands/transaction.ts";

// A stranger's first request is a try: it belongs where it cannot blur the figures of real players.
const firstEnvironment = "Development";

/** Secrets made on a first start, shown once; null where there were credentials of that kind before. */
export interface FirstSecrets {
  readonly gameToken: string | null;
  readonly apiKey: string | null;
}

/** Makes what an empty database needs to be of use: a project to send to, and the credentials for it. */
export async function ensureDefaults(connection: Connection, now = Date.now()): Promise<FirstSecrets> {
  return await transaction(connection, "write", async () => {
    const context = await ensureFirstProject(storeContext(connection, now, 0));
    const { db } = context;
    const token = await db.selectFrom("game_tokens").select("id").executeTakeFirst();
    const key = await db.selectFrom("api_keys").select("id").executeTakeFirst();
    return {
      gameToken: token ? null : await firstGameToken(context),
      apiKey: key
        ? null
        : (await createApiKey(context, { name: "First key", mode: "live", scopes: ["admin"] })).secret,
    };
  });
}

/** The context of the oldest organization, made here with its project where there is none. */
export async function ensureFirstProject(context: StoreContext): Promise<StoreContext> {
  const oldest = context.db.selectFrom("organizations").select("id").orderBy("id").limit(1);
  const present = await oldest.executeTakeFirst();
  if (present) return { ...context, organizationId: present.id };
  await createOrganization(context, { name: "default" });
  const { id: organizationId } = await oldest.executeTakeFirstOrThrow();
  const tenant = { ...context, organizationId };
  await createProject(tenant, { name: "default" });
  return tenant;
}

async function firstGameToken(context: StoreContext): Promise<string | null> {
  const environment = await context.db
    .selectFrom("environments")
    .select(["public_id", "project_id"])
    .where("organization_id", "=", context.organizationId)
    .where("name", "=", firstEnvironment)
    .orderBy("id")
    .executeTakeFirst();
  if (!environment) return null;
  const project = await context.db
    .selectFrom("projects")
    .select("public_id")
    .where("id", "=", environment.project_id)
    .executeTakeFirstOrThrow();
  const made = await createGameToken(context, {
    name: "First token",
    project: project.public_id,
    environment: environment.public_id,
  });
  return made.secret;
}
