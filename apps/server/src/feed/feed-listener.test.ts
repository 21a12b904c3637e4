import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { FollowedStream } from "../../../../tests/coding/followed-stream.ts";
import { until } from "../../../../tests/until.ts";
import { FeedListener } from "./feed-listener.ts";
import { MessageRing } from "./message-ring.ts";

const mebibyte = 1024 * 1024;
/** More than the system takes for a connection that nobody reads. */
const messages = 32;

let doors: Server;
afterEach(() => {
  doors.close();
  doors.closeAllConnections();
});

/** A listener to a ring of its own, its connection, and its client, who does not read yet. */
async function connect(kept: number) {
  const ring = new MessageRing({ messages: kept, bytes: 2 * messages * mebibyte });
  const { promise, resolve } = Promise.withResolvers<{ response: ServerResponse; listener: FeedListener }>();
  doors = createServer((_request, response) =>
    resolve({ response, listener: new FeedListener(response, ring, {}, undefined) }),
  );
  await once(doors.listen(0, "127.0.0.1"), "listening");
  const stream = await FollowedStream.open(
    `http://127.0.0.1:${(doors.address() as AddressInfo).port}`,
    "nobody's",
  );
  stream.pause();
  return { ring, stream, ...(await promise) };
}

const push = (ring: MessageRing, count: number): void =>
  ring.push(Array.from({ length: count }, () => ({ event: "signal", data: { text: "x".repeat(mebibyte) } })));

test("a slow one holds a message and no more, and gets all of them in the end", async () => {
  const { ring, stream, response, listener } = await connect(messages);
  push(ring, messages);
  listener.tell();
  listener.beat();
  expect(response.writableLength).toBeLessThan(2 * mebibyte);
  expect(response.destroyed).toBe(false);
  stream.resume();
  await until("all is told", () => stream.messages.length === messages);
  expect(stream.messages.map(({ id }) => id)).toEqual(stream.messages.map((_one, at) => ring.idOf(at + 1)));
  for (let count = 0; count < 5; count++) listener.beat();
  expect(response.destroyed).toBe(false);
});

test("one that takes nothing for two signs of life is given up", async () => {
  const { ring, response, listener } = await connect(messages);
  push(ring, messages);
  listener.tell();
  await until("the system takes no more", () => response.writableNeedDrain);
  listener.beat();
  expect(response.destroyed).toBe(false);
  listener.beat();
  expect(response.destroyed).toBe(true);
});

test("one that falls behind what is kept is given up", async () => {
  const { ring, response, listener } = await connect(4);
  push(ring, 4);
  listener.tell();
  expect(response.destroyed).toBe(false);
  push(ring, 4);
  listener.tell();
  expect(response.destroyed).toBe(true);
});
