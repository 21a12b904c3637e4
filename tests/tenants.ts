import { createApiKey } from "@hearth/store/access/create-api-key";
import { createGameToken } from "@hearth/store/access/create-game-token";
import { createOrganization } from "@hearth/store/access/create-organization";
import { createProject } from "@hearth/store/access/create-project";
import { withStore } from "./store-access.ts";

/** Credentials that must not see one another's data; all beside the server's first token. */
export interface Tenants {
  /** Another environment of the first token's project. */
  readonly otherEnvironment: string;
  /** Another project of the first token's organization. */
  readonly otherProject: string;
  /** Another organization: its game token, and its API key with the scope admin. */
  readonly otherOrganization: string;
  readonly otherKey: string;
}

/** Makes another environment's, project's and organization's credentials beside a running server. */
export async function makeTenants(folder: string): Promise<Tenants> {
  return await withStore(folder, async (context) => {
    const token = async (at: typeof context, project: string, environment: string): Promise<string> =>
      (await createGameToken(at, { project, environment, name: "Token" })).secret;
    await createProject(context, { name: "Another project" });
    await createOrganization(context, { name: "Another organization" });
    const { id } = await context.db
      .selectFrom("organizations")
      .select("id")
      .where("name", "=", "Another organization")
      .executeTakeFirstOrThrow();
    const other = { ...context, organizationId: id };
    await createProject(other, { name: "default" });
    const key = await createApiKey(other, { name: "Key", mode: "live", scopes: ["admin"] });
    return {
      otherEnvironment: await token(context, "default", "Production"),
      otherProject: await token(context, "Another project", "Development"),
      otherOrganization: await token(other, "default", "Development"),
      otherKey: key.secret,
    };
  });
}
