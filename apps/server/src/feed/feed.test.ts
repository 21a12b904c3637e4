import { rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import type { FoundApiKey } from "@hearth/store/lookups";
import { secretHash } from "@hearth/store/access/secret-hash";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FollowedStream } from "../../../../tests/coding/followed-stream.ts";
import { temporaryFolder } from "../../../../tests/temporary-folder.ts";
import { until } from "../../../../tests/until.ts";
import { Authenticator } from "../access/authenticator.ts";
import { type OpenStore, openStore } from "../open-store.ts";
import { Feed, type FeedTimes, usualTimes } from "./feed.ts";

let folder: string;
let store: OpenStore;
let key: FoundApiKey;
let feed: Feed;
let doors: Server;

beforeEach(async () => {
  folder = temporaryFolder("hearth-feed-");
  store = await openStore(folder, () => undefined);
  await store.writer.ready;
  key = (await store.lookups.apiKey(secretHash(store.first.apiKey!)))!;
});
afterEach(async () => {
  feed.close();
  doors.close();
  doors.closeAllConnections();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A feed with times of its own, open to everyone who knows its address. */
async function serve(times: Partial<FeedTimes>): Promise<string> {
  const { lookups, reader, writer } = store;
  const authenticator = new Authenticator(
    lookups,
    () => writer.accessState,
    () => undefined,
  );
  feed = new Feed({ reader, writer, authenticator }, { ...usualTimes, ...times });
  doors = createServer((request, response) => {
    const { authorization, "last-event-id": lastEventId } = request.headers;
    const asked = { key, authorization, lastEventId: lastEventId as string | undefined, filter: {} };
    void feed.open(asked).then((begin) => begin(response.writeHead(200)));
  });
  await once(doors.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(doors.address() as AddressInfo).port}`;
}

const listen = async (url: string, lastEventId?: string): Promise<FollowedStream> =>
  await FollowedStream.open(
    url,
    store.first.apiKey!,
    lastEventId === undefined ? {} : { "last-event-id": lastEventId },
  );

let sent = 0;
async function send(count: number): Promise<void> {
  const signals = Array.from({ length: count }, () => ({
    id: `call-${++sent}`,
    type: "post-tool",
    adapter: "claude-code",
    ts: Date.UTC(2026, 2, 3, 9) + sent,
    backfill: true,
    metadata: { tokens_in: 1 },
  }));
  const { organizationId } = key;
  const answer = await store.writer.submit({
    door: "signals",
    scope: { organizationId, organization: "org_test", test: 0, user: "ana", tokenId: 1 },
    now: Date.now(),
    body: Buffer.from(JSON.stringify({ signals })),
  });
  expect(answer).toHaveProperty("body");
}

test("a connection shows that it lives, and how far it is", async () => {
  const url = await serve({ heartbeat: 20, gather: 1 });
  const stream = await listen(url);
  await until("it beats", () => stream.text.split("\n:\n").length > 3);
  const first = stream.lastEventId;
  expect(stream.text.replaceAll(`:\nid: ${first}\n\n`, "")).toBe(`retry: 2000\nid: ${first}\n\n`);
  await send(1);
  await until("the session and its call are told", () => stream.messages.length === 2);
  await until("it beats again", () => stream.text.endsWith(`:\nid: ${stream.messages[1]!.id}\n\n`));
  expect(stream.messages[1]!.id).not.toBe(first);
  stream.close();
});

test("whoever comes again soon goes on where it left off; later it begins anew", async () => {
  const url = await serve({ linger: 100, gather: 1 });
  const stream = await listen(url);
  await send(1);
  await until("it is told", () => stream.messages.length === 2);
  stream.close();
  await stream.ended;
  const soon = await listen(url, stream.messages[0]!.id);
  await until("it is told the rest", () => soon.messages.length > 0);
  expect(soon.messages).toEqual(stream.messages.slice(1));
  soon.close();
  await until("the feed is forgotten", async () => {
    const late = await listen(url, stream.messages[0]!.id);
    await until("it is told", () => late.messages.length > 0);
    late.close();
    await late.ended;
    await new Promise((resolve) => setTimeout(resolve, 150));
    return late.messages[0]!.event === "reset";
  });
  const anew = await listen(url);
  await send(1);
  await until("it is told", () => anew.messages.length === 2);
  anew.close();
});

test("a read that fails is a gap, and the feed goes on", async () => {
  const url = await serve({ gather: 50 });
  const stream = await listen(url);
  await send(2);
  const asking = Array.from(
    { length: 1_000 },
    async () => await store.reader.ask("listOrganizations", key, {}),
  );
  await until("it is told", () => stream.messages.length > 0);
  expect(stream.messages.map(({ event, data }) => ({ event, data }))).toEqual([
    { event: "gap", data: { sessions: 1, signals: 2 } },
  ]);
  await Promise.all(asking);
  await send(1);
  await until("the next is told", () => stream.messages.length === 3);
  stream.close();
});
