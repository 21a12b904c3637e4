import { cpSync, rmSync } from "node:fs";
import { createApiKey } from "@hearth/store/access/create-api-key";
import { createDevice } from "@hearth/store/access/create-device";
import { type ServerProcess, startServer } from "../server-process.ts";
import { withStore } from "../store-access.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { CodingClient } from "./coding-client.ts";
import type { Tenant } from "./oracle/calls-of-reports.ts";

/** A server and who may talk to it, all of one organization and live. */
export interface CodingServer {
  readonly server: ServerProcess;
  /** With the scope admin. */
  readonly admin: CodingClient;
  /** May only send. */
  readonly sender: CodingClient;
  /** Two devices of each user. */
  readonly devices: ReadonlyMap<string, readonly CodingClient[]>;
}

/** Two servers with the same credentials and data of their own, so that the same calls have the same ids. */
export interface ServerPair {
  readonly tenant: Tenant;
  readonly servers: readonly [CodingServer, CodingServer];
  remove(): Promise<void>;
}

interface Credentials {
  readonly organization: string;
  readonly admin: string;
  readonly sender: string;
  readonly devices: readonly (readonly [user: string, secrets: readonly string[]])[];
}

/** More than any test asks for: limits have tests of their own. */
export const unlimited = { HEARTH_API_REQUESTS_PER_MINUTE: "0" };

export async function startServerPair(users: readonly string[]): Promise<ServerPair> {
  const folders = [temporaryFolder("hearth-coding-"), temporaryFolder("hearth-coding-")];
  const removeFolders = (): void => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const credentials = await prepareFolder(folders[0]!, users);
    cpSync(folders[0]!, folders[1]!, { recursive: true });
    const servers = await Promise.all(folders.map(async (folder) => await settle(folder, credentials)));
    return {
      tenant: { organization: credentials.organization, mode: "live" },
      servers: [servers[0]!, servers[1]!],
      async remove() {
        await Promise.all(servers.map(async ({ server }) => await server.remove()));
        removeFolders();
      },
    };
  } catch (error) {
    removeFolders();
    throw error;
  }
}

/** @param settings by the names of their environment variables */
export async function startCodingServer(
  users: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<{ tenant: Tenant; coding: CodingServer; remove(): Promise<void> }> {
  const folder = temporaryFolder("hearth-coding-");
  try {
    const credentials = await prepareFolder(folder, users);
    const coding = await settle(folder, credentials, settings);
    return {
      tenant: { organization: credentials.organization, mode: "live" },
      coding,
      async remove() {
        await coding.server.remove();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function settle(
  folder: string,
  credentials: Credentials,
  settings: Readonly<Record<string, string>> = {},
): Promise<CodingServer> {
  const server = await startServer({ folder, settings: { ...unlimited, ...settings } });
  const client = (secret: string): CodingClient => new CodingClient(server, secret);
  return {
    server,
    admin: client(credentials.admin),
    sender: client(credentials.sender),
    devices: new Map(credentials.devices.map(([user, secrets]) => [user, secrets.map(client)])),
  };
}

/** Makes an empty folder a server's, with credentials in it, and leaves it at rest. */
async function prepareFolder(folder: string, users: readonly string[]): Promise<Credentials> {
  const first = await startServer({ folder });
  await first.stop();
  return await withStore(folder, async (context) => {
    const { public_id: organization } = await context.db
      .selectFrom("organizations")
      .select("public_id")
      .where("id", "=", context.organizationId)
      .executeTakeFirstOrThrow();
    const devices: [string, string[]][] = [];
    for (const user of users) {
      const device = async (): Promise<string> =>
        (await createDevice(context, { user, mode: "live" })).secret;
      devices.push([user, [await device(), await device()]]);
    }
    const key = async (...scopes: string[]): Promise<string> =>
      (await createApiKey(context, { name: scopes.join(), mode: "live", scopes })).secret;
    return { organization, admin: await key("admin"), sender: await key("write:signals"), devices };
  });
}
