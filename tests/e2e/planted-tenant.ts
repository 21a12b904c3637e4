import { createApiKey } from "@hearth/store/access/create-api-key";
import { createDevice } from "@hearth/store/access/create-device";
import { createEnvironment } from "@hearth/store/access/create-environment";
import { createGameToken } from "@hearth/store/access/create-game-token";
import { createOrganization } from "@hearth/store/access/create-organization";
import { createProject } from "@hearth/store/access/create-project";
import { Game, taken } from "../game.ts";
import { send } from "../send.ts";
import type { ServerProcess } from "../server-process.ts";
import { withStore } from "../store-access.ts";
import { onePixel } from "./one-pixel.ts";

/** A tenant with rows of every kind; each of its texts holds its mark. */
export interface PlantedTenant {
  readonly mark: string;
  readonly organizationId: number;
  /** Of a game, and of an administrator. */
  readonly secrets: { readonly token: string; readonly key: string };
  /** Public ids and names of its rows, by the names that parameters and members have for them. */
  readonly names: Readonly<Record<string, string>>;
}

/** Makes an organization, or a further project of the first one, and plays and reports in it. */
export async function plantTenant(
  server: ServerProcess,
  mark: string,
  { inFirstOrganization = false } = {},
): Promise<PlantedTenant> {
  const access = await withStore(server.folder, async (first) => {
    let organizationId = 1;
    if (!inFirstOrganization) {
      await createOrganization(first, { name: `${mark} organization` });
      const { db } = first;
      const row = db.selectFrom("organizations").select("id").where("name", "=", `${mark} organization`);
      organizationId = (await row.executeTakeFirstOrThrow()).id;
    }
    const context = { ...first, organizationId };
    const project = await createProject(context, { name: `${mark} project` });
    const environment = await createEnvironment(context, {
      project: project.id,
      name: `${mark} environment`,
    });
    const at = { project: project.id, environment: environment.id };
    const token = await createGameToken(context, { ...at, name: `${mark} token` });
    const key = await createApiKey(context, { name: `${mark} key`, mode: "live", scopes: ["admin"] });
    const device = await createDevice(context, { user: `${mark} user`, mode: "live" });
    return { organizationId, project, environment, token, key, device };
  });
  const played = await play(new Game(server, access.token.secret), mark);
  const { organizationId, project, environment, token, key, device } = access;
  const rejections = await send<{ items: { id: string }[] }>(
    `${server.url}/console/v1/projects/${project.id}/rejections`,
    {
      headers: { authorization: `Bearer ${key.secret}` },
    },
  );
  const ids = {
    project: project.id,
    environment: environment.id,
    token: token.id,
    key: key.id,
    device: device.id,
  };
  return {
    mark,
    organizationId,
    secrets: { token: token.secret, key: key.secret },
    names: { ...ids, ...played, rejection: rejections.body.items[0]!.id },
  };
}

async function play(game: Game, mark: string): Promise<Record<string, string>> {
  const player = { externalId: `${mark} player`, deviceId: `${mark} device` };
  const build = {
    version: `${mark} version`,
    platform: `${mark} platform`,
    gitCommit: `${mark} commit`,
    channel: "qa",
  };
  const { sessionId, buildId } = await game.play(build, { player, metadata: { mark } });
  const [eventId] = (await game.record(sessionId, 3, `${mark} event`, { mark })) as [string];
  const upload = await game.announce({
    sessionId,
    attachmentType: "screenshot",
    fileName: `${mark}.png`,
    mimeType: "image/png",
  });
  await game.put(upload.uploadUrl, Buffer.concat([onePixel, Buffer.from(mark)]), "image/png");
  const text = {
    title: `${mark} title`,
    description: `${mark} description`,
    fingerprint: `${mark} issue`,
    sourceChannel: mark,
  };
  const more = {
    sessionId,
    context: { sceneName: `${mark} scene`, extra: { tags: [mark] } },
    attachments: [{ uploadId: upload.uploadId }],
    eventIds: [eventId],
    export: "jira",
  };
  const report = await game.report(text, more);
  await game.report(text, more);
  await game.sendReport({ sessionId, report: { description: `${mark} refused` } });
  taken(await game.sendEnd(sessionId, { status: "crashed" }));
  return {
    session: sessionId,
    build: buildId,
    event: eventId,
    upload: upload.uploadId,
    report: report.id,
    uploadUrl: upload.uploadUrl,
    player: player.externalId,
    externalId: player.externalId,
    deviceId: player.deviceId,
    version: build.version,
    platform: build.platform.toLowerCase(),
    eventType: `${mark} event`,
  };
}
