import { randomBytes, randomUUID } from "node:crypto";
import { type IdKind, type PublicIds, dayOf } from "@hearth/core/identity/public-id";
import type { Ask } from "../../apps/server/src/routes/console/fixtures/console-client.ts";
import { type Game, taken } from "../game.ts";
import type { Answer } from "../send.ts";

/** What one place (an environment of a project of an organization) holds, by what names it in requests. */
export interface Place {
  readonly project: string;
  readonly projectName: string;
  readonly environment: string;
  readonly environmentName: string;
  readonly token: string;
  readonly key: string;
  readonly device: string;
  readonly session: string;
  readonly build: string;
  readonly event: string;
  readonly upload: string;
  readonly report: string;
  readonly rejection: string;
  /** Names that the game gave. */
  readonly suppliedEvent: string;
  /** The same, of an event that others send under its name too. */
  readonly sharedEvent: string;
  readonly clientRequestId: string;
  readonly idempotencyKey: string;
  readonly externalId: string;
  readonly deviceId: string;
  readonly version: string;
  readonly platform: string;
  readonly eventType: string;
  readonly fingerprint: string;
  /** Stands in every free text of the place. */
  readonly word: string;
}

export type PlaceField = keyof Place;

/** The names a game gives in a place whose texts all hold `word`. */
const givenNames = (word: string) => ({
  suppliedEvent: randomUUID(),
  sharedEvent: randomUUID(),
  clientRequestId: randomUUID(),
  idempotencyKey: `${word}-start`,
  externalId: `${word}-player`,
  deviceId: `${word}-device`,
  version: `1.0.0-${word}`,
  platform: `${word}-os`,
  eventType: `${word}-happened`,
  fingerprint: `${word}-print`,
  word,
});

const found = <Body>({ status, body, bytes }: Answer<Body>): Body => {
  if (status >= 300) throw new Error(`Asked in vain, ${status}: ${bytes.toString("utf8")}`);
  return body;
};

/**
 * Leaves two of everything in a place, so that every list has a second page.
 * @param at ids of its project and of the environment that the game's token is for
 */
export async function furnish(
  game: Game,
  ask: Ask,
  at: Pick<Place, "project" | "projectName" | "environment" | "environmentName">,
  word: string,
): Promise<Place> {
  const names = givenNames(word);
  const { clientRequestId, deviceId, eventType, externalId, fingerprint, idempotencyKey } = names;
  const build = { version: names.version, platform: names.platform, gitCommit: word, channel: "prod" };
  const start = { build, player: { externalId, deviceId }, metadata: { [word]: word }, lifecycle: true };
  const session = taken(await game.sendSession(start, { "idempotency-key": idempotencyKey }));
  const { sessionId, buildId } = session;
  const second = { externalId: `${word}-player-2`, deviceId: `${word}-device-2` };
  await game.play({ ...build, version: `2.0.0-${word}` }, { player: second });
  const [event] = await game.record(sessionId, 2, eventType, { [word]: word, stack: `at ${word}.gd:1` });
  const supplied = [names.suppliedEvent, names.sharedEvent].map((id) => ({ id, sessionId, eventType }));
  taken(await game.sendEvents(supplied));
  const file = { sessionId, attachmentType: "other", fileName: `${word}.txt`, mimeType: `text/${word}` };
  const upload = await game.announce(file);
  await game.put(upload.uploadUrl, `The file of ${word}`, file.mimeType);
  await game.announce(file);
  const texts = { title: `Title ${word}`, description: `Description ${word}`, sourceChannel: word };
  const context = { sceneName: word, checkpoint: word, locale: word, extra: { tags: [word] } };
  const attachments = [{ uploadId: upload.uploadId, attachmentType: "other", fileName: `${word}.txt` }];
  const named = { clientRequestId, buildId, attachments, eventIds: [event], context, export: "github" };
  const report = await game.report({ ...texts, fingerprint }, named);
  for (const _ of [1, 2]) await game.report({ ...texts, fingerprint }, { context });
  await game.report(texts, { sessionId, context });
  await game.sendEvents([{ sessionId, payload: { note: word } }]);
  await game.sendEnd(word, { status: word });

  const within = `/projects/${at.project}`;
  found(await ask(`${within}/retention`, "PUT", { channel: "qa", days: 30 }));
  const made = async (path: string, body: object) => found(await ask<{ id: string }>(path, "POST", body)).id;
  const listed = async (path: string) => found(await ask<{ items: { id: string }[] }>(path)).items[0]!.id;
  for (const user of [`${word}-1`, `${word}-2`]) await made("/devices", { user });
  return {
    ...at,
    ...names,
    session: sessionId,
    build: buildId,
    event: event!,
    upload: upload.uploadId,
    report: report.id,
    rejection: await listed(`${within}/rejections`),
    token: await made(`${within}/tokens`, { name: `Token ${word}`, environment: at.environment }),
    key: await made("/keys", { name: `Key ${word}`, scopes: ["read:reports"] }),
    device: await listed("/devices"),
  };
}

const identifier = (kind: string): string => `${kind}_${randomBytes(8).toString("hex")}`;

/** Names in the shape of those of a place, of things that never were. Ids bear the server's own mark. */
export function nowhere(ids: PublicIds): Place {
  const unusedRow = 0xfff_ffff_0000;
  const id = (kind: IdKind, at = Date.now()) => ids.encode(kind, dayOf(at), unusedRow + randomBytes(1)[0]!);
  const word = `never${randomBytes(6).toString("hex")}`;
  return {
    ...givenNames(word),
    project: identifier("proj"),
    projectName: `Project ${word}`,
    environment: identifier("env"),
    environmentName: `Environment ${word}`,
    token: identifier("tok"),
    key: identifier("key"),
    device: identifier("dev"),
    session: id("session"),
    build: id("build"),
    event: id("event"),
    upload: id("upload"),
    report: id("report"),
    rejection: id("rejection", Date.UTC(2020, 0, 1)),
  };
}
