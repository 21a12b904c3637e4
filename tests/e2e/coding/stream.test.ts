import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { scopes } from "@hearth/core/access/scopes";
import { expectApiRefusal } from "../../api-refusal.ts";
import { send } from "../../send.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { apiAsker, makeKey } from "./api-asker.ts";
import { call, isSignal, minute, morning, next, StreamPlace, told } from "./stream-place.ts";

let server: ServerProcess;
let place: StreamPlace;
/** Each test has a day of its own. */
let day = morning;
beforeAll(async () => {
  server = await startServer();
  place = await StreamPlace.make(server);
  await place.watch();
});
afterEach(() => {
  place.closeStreams();
  day += 86_400_000;
});
afterAll(async () => {
  expect(server.log).toBe("");
  await server?.remove();
});

test("a session that starts and goes on, with its calls, as the API shows them", async () => {
  const stream = await place.listen();
  const [first] = await place.send(call(day));
  const started = await next(stream, [], isSignal(first));
  const { body: event } = await place.reader.call<Record<string, unknown>>("GET", `/api/v1/events/${first}`);
  const id = String(event["session_id"]);
  expect(told(started)).toEqual([`session.started ${id}`, `signal ${first}`]);
  const { signals: _, ...session } = await place.reader.get<Record<string, unknown>>(
    `/api/v1/sessions/${id}`,
  );
  expect(started.map(({ data }) => data)).toEqual([session, event]);

  const [second, third] = await place.send(call(day + minute), call(day + 2 * minute));
  const updated = await next(stream, started, isSignal(third));
  expect(told(updated)).toEqual([`session.updated ${id}`, `signal ${second}`, `signal ${third}`]);
  expect(updated[0]!.data).toMatchObject({ signal_count: 3, tokens_in: 300 });
  const ids = stream.messages.map((message) => Number(message.id.split("-")[1]));
  expect(ids).toEqual(ids.map((_one, at) => ids[0]! + at));
});

test("what is sent twice is told once", async () => {
  const stream = await place.listen();
  const item = call(day);
  await place.send(item);
  await place.send(item, item);
  const [last] = await place.send(call(day + minute));
  const messages = await next(stream, [], isSignal(last));
  expect(messages.filter(({ event }) => event === "signal")).toHaveLength(2);
});

test("a call in between joins two sessions: one goes, and says where to", async () => {
  const [early] = await place.sendBefore(call(day), call(day + 50 * minute));
  const stream = await place.listen();
  const [between] = await place.send(call(day + 25 * minute));
  const messages = await next(stream, [], isSignal(between));
  const [removed, updated] = messages;
  expect(messages.map(({ event }) => event)).toEqual(["session.removed", "session.updated", "signal"]);
  expect(updated!.data).toMatchObject({ id: `sess_${early!.slice(4, 20)}`, signal_count: 3 });
  expect(removed!.data).toEqual({
    id: expect.stringMatching(/^sess_[0-9a-f]{16}$/),
    user_id: "ana",
    project_id: "game",
    session_id: updated!.data["id"],
  });
});

test("an earlier call gives a session another id: the one goes, the other is no new session", async () => {
  const [later] = await place.sendBefore(call(day + minute));
  const stream = await place.listen();
  const [earlier] = await place.send(call(day));
  const messages = await next(stream, [], isSignal(earlier));
  const [was, is] = [later, earlier].map((id) => `sess_${id!.slice(4, 20)}`);
  expect(told(messages)).toEqual([`session.removed ${was}`, `session.updated ${is}`, `signal ${earlier}`]);
  expect(messages[0]!.data).toMatchObject({ session_id: is });
});

test("an end that parts a session, and one that only ends it", async () => {
  const now = Date.now();
  await place.sendBefore(call(now - 3 * minute), call(now - minute));
  const stream = await place.listen();
  const end = (time: number) => ({ ...call(time), type: "session-end", metadata: {} });
  await place.send(end(now - 2 * minute));
  const parted = await next(stream, [], ({ event }) => event === "session.updated");
  expect(parted.map(({ event }) => event)).toEqual(["session.started", "session.updated"]);
  expect(parted.map(({ data }) => [data["signal_count"], data["status"]])).toEqual([
    [1, "active"],
    [1, "ended"],
  ]);
  await place.send(end(now));
  const [ended] = await next(stream, parted, () => true);
  expect(ended).toMatchObject({
    event: "session.updated",
    data: { id: parted[0]!.data["id"], status: "ended" },
  });
});

test("a named session exists from its first signal, and is told again with its first call", async () => {
  const stream = await place.listen();
  const session_id = `run ${day}`;
  await place.send({ ...call(day, { session_id }), type: "session-start", metadata: {} });
  const started = await next(stream, [], () => true);
  expect(told(started)).toEqual([`session.started ${session_id}`]);
  expect(started[0]!.data).toMatchObject({ signal_count: 0, model: null });
  const [first] = await place.send(call(day + minute, { session_id }));
  const updated = await next(stream, started, isSignal(first));
  expect(told(updated)).toEqual([`session.updated ${session_id}`, `signal ${first}`]);
  expect(updated[1]!.data).toMatchObject({ session_id });
});

test("what is learnt of a call later is told, with the ids it had before", async () => {
  const keys = (...names: string[]) => ({
    id: `${names[0]}_${day}`,
    keys: names.map((name) => `${name}_${day}`),
  });
  const [before] = await place.sendBefore(call(day, keys("req"), { source: "otlp" }));
  const stream = await place.listen();
  const [after] = await place.send(call(day, keys("msg", "req"), { latency_ms: 5, source: "transcript" }));
  expect(after).not.toBe(before);
  const messages = await next(stream, [], isSignal(after));
  expect(messages.at(-1)!.data).toMatchObject({ replaces: [before], latency_ms: 5 });
});

test("a session that is deleted goes, and its calls go nowhere", async () => {
  const [first] = await place.sendBefore(call(day), call(day + minute));
  const stream = await place.listen();
  const id = `sess_${first!.slice(4, 20)}`;
  expect((await place.admin.call("DELETE", `/api/v1/sessions/${id}`)).status).toBe(204);
  const messages = await next(stream, [], () => true);
  expect(messages.map(({ event, data: told }) => ({ event, told }))).toEqual([
    { event: "session.removed", told: { id, user_id: "ana", project_id: "game", session_id: null } },
  ]);
});

test("filters choose by user and project; what leaves a project is told once more", async () => {
  const [site, other, nobody] = [
    await place.listen("?project_id=site"),
    await place.listen("?user_id=ana&project_id=other"),
    await place.listen("?user_id=nobody"),
  ];
  const named = { session_id: `moves ${day}` };
  const [first] = await place.send(call(day + minute, { ...named, project_id: "site" }));
  const atSite = await next(site, [], isSignal(first));
  expect(atSite).toHaveLength(2);
  const [earlier] = await place.send(call(day, { ...named, project_id: "other" }));
  const moved = await next(site, atSite, () => true);
  expect(moved.map(({ event, data }) => [event, data["project_id"]])).toEqual([["session.updated", "other"]]);
  const atOther = await next(other, [], isSignal(earlier));
  expect(told(atOther)).toEqual([`session.updated ${named.session_id}`, `signal ${earlier}`]);
  expect(nobody.messages).toEqual([]);
});

test("the head of the answer", async () => {
  const { headers } = await place.listen();
  expect(headers).toMatchObject({
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
    "access-control-allow-origin": "*",
    "x-ratelimit-limit": "600",
    "x-request-id": expect.stringMatching(/^req_/),
  });
  const head = await send(place.address, {
    method: "HEAD",
    headers: { authorization: `Bearer ${place.reader.secret}` },
  });
  expect([head.status, head.headers["content-type"]]).toEqual([200, "text/event-stream"]);
});

test("an opening that is refused", async () => {
  const ask = apiAsker(server, place.reader.secret);
  expectApiRefusal(await ask("GET", "/stream?user=ana"), 400, "user");
  expectApiRefusal(await ask("GET", "/stream?user_id="), 400, "user_id");
  expectApiRefusal(await apiAsker(server, "nonsense")("GET", "/stream"), 401);
  expectApiRefusal(await apiAsker(server, place.device.secret)("GET", "/stream"), 401);
  for (const scope of scopes.filter((one) => one !== "admin" && one !== "read:sessions")) {
    const key = await makeKey(server.folder, "live", scope);
    expectApiRefusal(await apiAsker(server, key)("GET", "/stream"), 403, "scope");
  }
});
