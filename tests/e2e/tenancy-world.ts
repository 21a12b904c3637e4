import { randomBytes } from "node:crypto";
import { scopes } from "@hearth/core/access/scopes";
import { dataOf } from "../../apps/server/src/commands/fixtures/run-hearth.ts";
import { type Ask, consoleClient } from "../../apps/server/src/routes/console/fixtures/console-client.ts";
import { Game } from "../game.ts";
import { send } from "../send.ts";
import { type ServerProcess, startServer } from "../server-process.ts";
import { withRows } from "../stored-rows.ts";
import { type ApiDocument, type Operation, isCodingSide, operationsOf } from "./tenancy-operations.ts";
import { type Place, furnish, nowhere } from "./tenancy-place.ts";
import { slotsOf } from "./tenancy-slots.ts";

type Made = Readonly<{ id: string; secret: string; environments: readonly { id: string; name: string }[] }>;

/** A server with two organizations on it, and what each of their places holds. */
export interface TenancyWorld {
  readonly server: ServerProcess;
  /** What the server says it answers; each has a known side, and its parameters known meanings. */
  readonly operations: readonly Operation[];
  /** Of the server's first token: `default`, `Development`. */
  readonly own: Place;
  /** `Production` of the same project. */
  readonly otherEnvironment: Place;
  /** Another project of the same organization. */
  readonly otherProject: Place;
  /** Another organization; `canary` is in each of its texts. */
  readonly theirs: Place;
  readonly theirOrganization: string;
  readonly theirToken: string;
  readonly theirKey: string;
  readonly canary: string;
  /** Names of what never was. */
  readonly unknown: Place;
  /** Of the first organization: a key with every scope but admin, one for test data, and a device's. */
  readonly narrowKey: string;
  readonly testKey: string;
  readonly deviceSecret: string;
}

/** Whoever makes it removes its server. */
export async function makeTenancyWorld(): Promise<TenancyWorld> {
  const server = await startServer();
  try {
    return await settle(server);
  } catch (error) {
    await server.remove();
    throw error;
  }
}

async function settle(server: ServerProcess): Promise<TenancyWorld> {
  const operations = operationsOf((await send<ApiDocument>(`${server.url}/openapi.json`)).body);
  for (const operation of operations) if (!isCodingSide(operation)) slotsOf(operation);
  const canary = `canary${randomBytes(6).toString("hex")}`;
  const hearth = async (...words: string[]) => await dataOf<Made>([...words, "--data", server.folder]);
  const ours = ["--organization", "default"];
  const theirOrganization = `Organization ${canary}`;
  const theirs = ["--organization", theirOrganization];
  const projectName = `Project ${canary}`;
  const [, second] = await Promise.all([
    hearth("organization", "create", theirOrganization),
    hearth("project", "create", "Second", ...ours),
  ]);
  const [project, first] = await Promise.all([
    hearth("project", "create", projectName, ...theirs),
    consoleClient(server)<Made>("/projects/default"),
  ]);
  const place = (projectName: string, { id, environments }: Made, wanted: string) => {
    const environment = environments.find(({ name }) => name === wanted)!.id;
    return { project: id, projectName, environment, environmentName: wanted };
  };
  const token = async (tenant: readonly string[], at: ReturnType<typeof place>, name: string) => {
    const words = ["--project", at.project, "--environment", at.environment, "--name", name];
    return (await hearth("token", "create", ...words, ...tenant)).secret;
  };
  const key = async (
    tenant: readonly string[],
    name: string,
    granted: readonly string[],
    ...more: string[]
  ) =>
    (await hearth("key", "create", "--name", name, "--scopes", granted.join(","), ...more, ...tenant)).secret;
  const places = {
    own: place("default", first.body, "Development"),
    otherEnvironment: place("default", first.body, "Production"),
    otherProject: place("Second", second, "Development"),
    theirs: place(projectName, project, "Development"),
  };
  const tokens = await Promise.all([
    Promise.resolve(server.token),
    token(ours, places.otherEnvironment, "Other environment"),
    token(ours, places.otherProject, "Other project"),
    token(theirs, places.theirs, `Game ${canary}`),
  ]);
  const [theirKey, narrowKey, testKey, device] = await Promise.all([
    key(theirs, `Key ${canary}`, ["admin"]),
    key(
      ours,
      "Narrow",
      scopes.filter((scope) => scope !== "admin"),
    ),
    key(ours, "Test", ["admin"], "--test"),
    hearth("device", "create", "--user", "ada", ...ours),
  ]);
  const asked = consoleClient(server);
  const asks: Ask[] = [
    asked,
    asked,
    asked,
    async (path, method, body) => await asked(path, method, body, theirKey),
  ];
  const words = ["own", "environment", "project"].map((word) => word + randomBytes(4).toString("hex"));
  const furnished = await Promise.all(
    Object.values(places).map(async (at, index) => {
      const ask = asks[index]!;
      const word = words[index] ?? canary;
      const environmentName = index < 2 ? at.environmentName : `Environment ${word}`;
      const renamed = await ask(`/environments/${at.environment}`, "PATCH", { name: environmentName });
      if (renamed.status !== 200) throw new Error(renamed.bytes.toString("utf8"));
      return await furnish(new Game(server, tokens[index]!), ask, { ...at, environmentName }, word);
    }),
  );
  return {
    server,
    operations,
    own: furnished[0]!,
    otherEnvironment: furnished[1]!,
    otherProject: furnished[2]!,
    theirs: furnished[3]!,
    theirOrganization,
    theirToken: tokens[3],
    theirKey,
    canary,
    unknown: withRows(server.folder, ({ ids }) => nowhere(ids)),
    narrowKey,
    testKey,
    deviceSecret: device.secret,
  };
}
