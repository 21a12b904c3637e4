import { createOrganization } from "@hearth/store/access/create-organization";
import { revokeApiKey } from "@hearth/store/access/revoke-api-key";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectApiRefusal } from "../../api-refusal.ts";
import { FollowedStream, type StreamMessage } from "../../coding/followed-stream.ts";
import { unlimited } from "../../coding/server-pair.ts";
import type { SignalMembers } from "../../coding/signal-item.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { until } from "../../until.ts";
import { apiAsker } from "./api-asker.ts";
import { call, isSignal, minute, morning, next, StreamPlace } from "./stream-place.ts";

/** Messages that a feed keeps for whoever comes again. */
const kept = 2_000;
/** So many signals are told one by one, with room for the sessions they belong to. */
const many = 950;
/** Milliseconds within which a server that was asked to end is gone. */
const promptly = 3_000;

let server: ServerProcess;
let places: Readonly<Record<"live" | "test" | "other", StreamPlace>>;
let live: StreamPlace;
beforeAll(async () => {
  server = await startServer({ settings: unlimited });
  const other = await withStore(server.folder, async (context) => {
    await createOrganization(context, { name: "Another organization" });
    const own = context.db.selectFrom("organizations").select("id");
    return (await own.where("name", "=", "Another organization").executeTakeFirstOrThrow()).id;
  });
  places = {
    live: await StreamPlace.make(server),
    test: await StreamPlace.make(server, "test"),
    other: await StreamPlace.make(server, "live", other),
  };
  ({ live } = places);
});
afterAll(async () => await server?.remove());

let from = morning;
/** Calls of one session that no other call joins. */
function calls(count: number, metadata: SignalMembers = {}) {
  from += 24 * 60 * minute;
  return Array.from({ length: count }, (_, at) => call(from + at, {}, metadata));
}
const signalsOf = (messages: readonly StreamMessage[]): string[] =>
  messages.filter(({ event }) => event === "signal").map(({ data }) => String(data["id"]));

test("each organization and mode hears of its own and of nothing else", async () => {
  const all = Object.values(places);
  const streams = await Promise.all(all.map(async (place) => await place.listen()));
  const sent: string[][] = [];
  for (const place of [...all, ...all.toReversed()]) sent.push(await place.send(...calls(2)));
  for (const [at, stream] of streams.entries()) {
    const own = [...sent[at]!, ...sent[5 - at]!];
    await next(stream, [], isSignal(own.at(-1)));
    expect(signalsOf(stream.messages)).toEqual(own);
  }
  // An id of one feed is none of another's.
  const [stream] = streams;
  const foreign = await places.other.listen("", stream!.lastEventId);
  await until("it is reset", () => foreign.messages[0]?.event === "reset");
  for (const place of all) place.closeStreams();
});

test("what came meanwhile is told to whoever comes again, by header or parameter", async () => {
  const first = await live.listen();
  const [known] = await live.send(...calls(1));
  await next(first, [], isSignal(known));
  first.close();
  const missed = await live.send(...calls(3));
  const again = await live.listen("", first.lastEventId);
  await next(again, [], isSignal(missed[2]));
  expect(signalsOf(again.messages)).toEqual(missed);
  const byParameter = await live.listen(`?last_event_id=${first.lastEventId}`);
  await next(byParameter, [], isSignal(missed[2]));
  expect(byParameter.messages).toEqual(again.messages);
  const upToDate = await live.listen("", again.lastEventId);
  const [fresh] = await live.send(...calls(1));
  expect(signalsOf(await next(upToDate, [], isSignal(fresh)))).toEqual([fresh]);
  live.closeStreams();
});

test.each(["nonsense", "0123456789ab-1", "-1", "' or 1=1 --", "a".repeat(200)])(
  "an id that it never gave (%s): all is to be read anew, and what comes next is told",
  async (id) => {
    const stream = await live.listen("", id);
    await until("it is reset", () => stream.messages.length > 0);
    expect(stream.messages[0]).toMatchObject({ event: "reset", data: { reason: "unknown_id" } });
    const again = await live.listen("", stream.messages[0]!.id);
    const [fresh] = await live.send(...calls(1));
    for (const each of [stream, again]) await next(each, [], isSignal(fresh));
    expect(again.messages.map(({ event }) => event)).not.toContain("reset");
    live.closeStreams();
  },
);

test("more than it keeps: whoever comes again is told to read all anew", async () => {
  const stream = await live.listen();
  const start = stream.lastEventId;
  for (let count = 0; count <= kept; count += many) {
    const ids = await live.send(...calls(many));
    await next(stream, [], isSignal(ids.at(-1)));
  }
  const [late, inTime] = [
    await live.listen("", start),
    await live.listen("", stream.messages.at(-kept - 1)!.id),
  ];
  await until("both are told", () => late.messages.length > 0 && inTime.messages.length >= kept);
  expect(late.messages.map(({ event }) => event)).toEqual(["reset"]);
  expect(inTime.messages).toEqual(stream.messages.slice(-kept));
  live.closeStreams();
});

test("what comes in bulk is counted, not told", async () => {
  const stream = await live.listen();
  const batches = Array.from({ length: 5 }, () => calls(1_000));
  await Promise.all(batches.map(async (batch) => await live.send(...batch)));
  const [last] = await live.send(...calls(1));
  await until("all of it is told of", () => {
    const gaps = stream.messages.filter(({ event }) => event === "gap");
    const left = gaps.reduce((sum, { data }) => sum + Number(data["signals"]), 0);
    return left + signalsOf(stream.messages).length >= 5_001 || undefined;
  });
  expect(stream.messages.some(({ event }) => event === "gap")).toBe(true);
  expect(signalsOf(stream.messages).length).toBeLessThan(3_000);
  const started = stream.messages.filter(({ event }) => event === "session.started");
  expect(started).toHaveLength(6);
  const [fresh] = await live.send(...calls(1));
  await next(stream, [], isSignal(fresh));
  expect(last).toBeDefined();
  live.closeStreams();
});

test("a client that does not read is cut, and told so when it comes again", async () => {
  const long = "x".repeat(256);
  const metadata = {
    model: long,
    git_commit: long,
    git_branch: long,
    machine: long,
    tool_session_id: long,
    error_code: long,
  };
  const [quick, slow] = [await live.listen(), await live.listen()];
  slow.pause();
  for (let round = 0; round < 9; round++) {
    const ids = await live.send(...calls(many, metadata));
    await next(quick, [], isSignal(ids.at(-1)));
  }
  expect(quick.text.length).toBeGreaterThan(16_000_000);
  slow.resume();
  await slow.ended;
  expect(slow.messages.length).toBeLessThan(quick.messages.length - kept);
  const again = await live.listen("", slow.lastEventId);
  await until("it is told", () => again.messages.length > 0);
  expect(again.messages[0]!.event).toBe("reset");
  live.closeStreams();
});

test("a key has twenty streams, and another one when one of them ends", async () => {
  const streams = await Promise.all(Array.from({ length: 20 }, async () => await live.listen()));
  const refused = await apiAsker(server, live.reader.secret)("GET", "/stream");
  expectApiRefusal(refused, 429);
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  const other = await FollowedStream.open(live.address, live.admin.secret);
  other.close();
  streams[0]!.close();
  await until("there is room", async () => await live.listen().catch(() => false as const));
  live.closeStreams();
});

test("what another program writes beside the server: all is to be read anew", async () => {
  const stream = await live.listen();
  await withStore(server.folder, async (context) => {
    await createOrganization(context, { name: "One more organization" });
  });
  await until("it is told", () => stream.messages.length > 0);
  expect(stream.messages[0]).toMatchObject({ event: "reset", data: { reason: "changed_elsewhere" } });
  live.closeStreams();
});

const revocations = {
  "the console": async (key: string) => {
    const path = `/console/v1/keys/${key}`;
    expect((await live.admin.call("DELETE", path)).status).toBe(200);
  },
  "another program": async (id: string) => {
    await withStore(server.folder, async (context) => await revokeApiKey(context, { id }));
  },
};

test.each(Object.entries(revocations))(
  "a key that %s revokes hears no more; others do",
  async (_who, revoke) => {
    const place = await StreamPlace.make(server);
    const [revoked, other] = [await place.listen(), await live.listen()];
    const asked = performance.now();
    await revoke(place.readerId);
    await revoked.ended;
    expect(performance.now() - asked).toBeLessThan(2_000);
    expectApiRefusal(await apiAsker(server, place.reader.secret)("GET", "/stream"), 401);
    const [fresh] = await live.send(...calls(1));
    await next(other, [], isSignal(fresh));
    expect(signalsOf(revoked.messages)).toEqual([]);
    live.closeStreams();
  },
);

test("a server that is asked to end ends its streams at once; the next one knows none of their ids", async () => {
  const stream = await live.listen();
  const stuck = await live.listen();
  stuck.pause();
  const asked = performance.now();
  const ended = server.stop();
  await stream.ended;
  expect(await ended).toBe(0);
  expect(performance.now() - asked).toBeLessThan(promptly);
  await server.start();
  const again = await FollowedStream.open(`${server.url}/api/v1/stream`, live.reader.secret, {
    "last-event-id": stream.lastEventId,
  });
  await until("it is told", () => again.messages.length > 0);
  expect(again.messages[0]!.event).toBe("reset");
  again.close();
});
