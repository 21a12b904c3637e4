import { afterAll, beforeAll, expect, test } from "vitest";
import { getCodingEvent } from "../events/get-coding-event.ts";
import { ReadingWorld } from "../reading/fixtures/reading-world.ts";
import { sentCall, sentSignal } from "../reading/fixtures/sent-signal.ts";
import { walkPages } from "../reading/fixtures/walk-pages.ts";
import { workHistory } from "../reading/fixtures/work-history.ts";
import { getCodingSession } from "./get-coding-session.ts";
import { listCodingSessionEvents } from "./list-coding-session-events.ts";
import { listCodingSessions } from "./list-coding-sessions.ts";

const start = Date.UTC(2026, 2, 1);
const now = Date.UTC(2026, 7, 1);
const minute = 60_000;
let world: ReadingWorld;

beforeAll(() => {
  world = new ReadingWorld(now);
  world.send(world.live, workHistory({ seed: 1, start, days: 40, stretches: 300 }));
  world.send(world.test, workHistory({ seed: 1, start, days: 40, stretches: 60 }));
  world.send(world.stranger, workHistory({ seed: 1, start, days: 40, stretches: 60 }));
});
afterAll(() => world.close());

test("a session has all its calls in the order of time, the same that its pages list", async () => {
  const context = world.context(world.live);
  const { items } = await walkPages(listCodingSessions, context, { limit: 100 });
  const events = world.events(world.live);
  let told = 0;
  for (const card of items) {
    const { signals, ...session } = await getCodingSession(context, { session: card.id });
    expect(session).toEqual(card);
    expect(signals).toHaveLength(session.signal_count);
    expect(signals.every(({ session_id: id }) => id === card.id)).toBe(true);
    const paged = await walkPages(
      listCodingSessionEvents,
      context,
      { session: card.id, limit: 2 },
      fromPath(card.id),
    );
    expect(paged).toEqual({ items: signals, totals: [session.signal_count] });
    const down = await walkPages(
      listCodingSessionEvents,
      context,
      { session: card.id, order: "desc", limit: 3 },
      fromPath(card.id),
    );
    expect(down.items).toEqual(signals.toReversed());
    const calls = signals.filter((signal) => "tokens_in" in signal);
    const sum = (of: (call: (typeof calls)[number]) => number) =>
      calls.reduce((all, call) => all + of(call), 0);
    expect(sum((call) => call.tokens_in)).toBe(session.tokens_in);
    expect(sum((call) => (call.error_code === null ? 0 : 1))).toBe(session.error_count);
    expect(sum((call) => (call.cost_usd === null ? 1 : 0))).toBe(session.unpriced_count);
    expect(sum((call) => Math.round((call.cost_usd ?? 0) * 1e6)) / 1e6).toBe(session.cost_usd);
    told += calls.length;
  }
  expect(told).toBe(events.length);
});

/** The id stands in the path, beside every cursor. */
const fromPath = (session: string) => ({ beside: { session } });

test("every id that any key of a call was ever good for names the session, and the event, that holds it", async () => {
  for (const scope of [world.live, world.test]) {
    const context = world.context(scope);
    for (const { id, keys } of world.events(scope).slice(0, 150)) {
      const event = await getCodingEvent(context, { event: id });
      expect(event.id).toBe(id);
      for (const key of keys) {
        const digits = world.digits(scope, key);
        const session = await getCodingSession(context, { session: `sess_${digits.slice(0, 16)}` });
        expect(session.id).toBe(event.session_id);
        expect(session.signals.map((signal) => signal.id)).toContain(id);
        expect(await getCodingEvent(context, { event: `evt_${digits.slice(0, 32)}` })).toEqual(event);
        expect(await getCodingEvent(context, { event: `sig_${digits.slice(0, 32)}` })).toEqual(event);
      }
    }
  }
});

test("an id outlives the joins and splits of its session", async () => {
  const own = new ReadingWorld(now);
  const context = own.context(own.live);
  const call = (key: string, minutes: number) => sentCall({ keys: [key], time: start + minutes * minute });
  const idOf = (key: string) => `sess_${own.digits(own.live, key).slice(0, 16)}`;
  const callsOf = async (key: string) =>
    (await getCodingSession(context, { session: idOf(key) })).signal_count;
  own.send(own.live, [call("msg_b", 40), call("msg_c", 80)]);
  expect([await callsOf("msg_b"), await callsOf("msg_c")]).toEqual([1, 1]);
  own.send(own.live, [call("msg_a", 20), call("msg_between", 60)]);
  expect([await callsOf("msg_a"), await callsOf("msg_b"), await callsOf("msg_c")]).toEqual([4, 4, 4]);
  expect((await getCodingSession(context, { session: idOf("msg_c") })).id).toBe(idOf("msg_a"));
  own.send(own.live, [sentSignal({ type: "session-end", time: start + 50 * minute })]);
  expect([await callsOf("msg_b"), await callsOf("msg_c")]).toEqual([2, 2]);
  expect((await getCodingSession(context, { session: idOf("msg_c") })).id).toBe(idOf("msg_between"));
  own.close();
});

test("a named session answers to its name, whatever that is, and to its calls' ids", async () => {
  const own = new ReadingWorld(now);
  const context = own.context(own.live);
  const names = ["nightly/1 %20", "漢".repeat(128), "evt_0123456789abcdef0123456789abcdef", "sess_short"];
  for (const sessionName of names) {
    own.send(own.live, [sentCall({ keys: [`in ${sessionName}`], sessionName, time: start })]);
    const session = await getCodingSession(context, { session: sessionName });
    expect(session).toMatchObject({ id: sessionName, signal_count: 1, user_id: "ana" });
    const digits = own.digits(own.live, `in ${sessionName}`);
    expect(await getCodingSession(context, { session: `sess_${digits.slice(0, 16)}` })).toEqual(session);
  }
  own.close();
});

test("what belongs to another organization or mode, stands aside or was never there is not found", async () => {
  const own = new ReadingWorld(now);
  const telemetry = sentCall({ keys: ["tele"], time: start, metadata: { toolSession: "t", source: "otlp" } });
  own.send(own.live, [telemetry]);
  const aside = `sess_${own.digits(own.live, "tele").slice(0, 16)}`;
  const context = own.context(own.live);
  expect((await getCodingSession(context, { session: aside })).signal_count).toBe(1);
  own.send(own.live, [
    sentCall({ keys: ["trans"], time: start, metadata: { toolSession: "t", source: "transcript" } }),
  ]);
  own.send(own.live, [sentCall({ keys: ["mine"], time: start, sessionName: "mine" })]);
  const counted = `sess_${own.digits(own.live, "trans").slice(0, 16)}`;
  const nowhere = [aside, "sess_0123456789abcdef", "sess_", "nobody's", "", "x".repeat(300)];
  for (const session of nowhere) {
    await expect(getCodingSession(context, { session }), session).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(listCodingSessionEvents(context, { session })).rejects.toMatchObject({ code: "not_found" });
  }
  for (const scope of [own.test, own.stranger]) {
    for (const session of [counted, "mine"]) {
      const asked = getCodingSession(own.context(scope), { session });
      await expect(asked).rejects.toMatchObject({ code: "not_found", details: [{ path: "session" }] });
    }
    const event = `evt_${own.digits(own.live, "trans").slice(0, 32)}`;
    await expect(getCodingEvent(own.context(scope), { event })).rejects.toMatchObject({ code: "not_found" });
  }
  const near = `evt_${own.digits(own.live, "trans").slice(0, 31)}`;
  for (const event of [`${near}${near.endsWith("0") ? "1" : "0"}x`, `${near}g`, counted, "evt_", "mine"]) {
    await expect(getCodingEvent(context, { event }), event).rejects.toMatchObject({ code: "not_found" });
  }
  const wrong = own.digits(own.live, "trans");
  const last = wrong[31] === "0" ? "1" : "0";
  await expect(getCodingEvent(context, { event: `evt_${wrong.slice(0, 31)}${last}` })).rejects.toMatchObject({
    code: "not_found",
  });
  const kept = await getCodingEvent(context, { event: `evt_${own.digits(own.live, "tele").slice(0, 32)}` });
  expect(kept).toMatchObject({ session_id: null, tokens_in: 100 });
  own.close();
});

test("the same keys in another mode are other calls", async () => {
  const [live] = world.events(world.live);
  const digits = world.digits(world.live, live!.keys[0]!);
  const asked = getCodingSession(world.context(world.test), { session: `sess_${digits.slice(0, 16)}` });
  await expect(asked).rejects.toMatchObject({ code: "not_found" });
});

test("other signals are listed where they are asked for, with the session they are near, and never counted", async () => {
  const own = new ReadingWorld(now);
  const context = own.context(own.live);
  const at = (minutes: number) => start + minutes * minute;
  const prompt = (key: string, minutes: number) =>
    sentSignal({ keys: [key], time: at(minutes), metadata: { gitBranch: "main" } });
  own.send(own.live, [
    prompt("too early", -31),
    prompt("before", -5),
    sentCall({ keys: ["msg_1"], time: at(0) }),
    prompt("with it", 0),
    sentCall({ keys: ["msg_2"], time: at(20) }),
    prompt("after", 45),
    prompt("of the next", 51),
    sentCall({ keys: ["msg_3"], time: at(60) }),
    sentSignal({ keys: ["end"], type: "session-end", time: at(70) }),
    prompt("alone", 71),
  ]);
  const [first, second] = own.sessions(own.live);
  const namesOf = (signals: readonly { readonly id: string }[]) => signals.map(({ id }) => id);
  const nameOf = (key: string, type = "user-prompt") =>
    `sig_${own.digestOf(`signal\norg_one\nlive\n${type}\n${key}`).slice(0, 32)}`;
  const eventOf = (key: string) => `evt_${own.digits(own.live, key).slice(0, 32)}`;
  const expected = [nameOf("before"), eventOf("msg_1"), nameOf("with it"), eventOf("msg_2"), nameOf("after")];
  const all = await getCodingSession(context, { session: first!.id, type: "all" });
  expect(namesOf(all.signals)).toEqual(expected);
  expect(all.signal_count).toBe(2);
  expect(all.signals[0]).toEqual({
    id: nameOf("before"),
    type: "user-prompt",
    session_id: first!.id,
    user_id: "ana",
    project_id: "game",
    ts: new Date(at(-5)).toISOString(),
    adapter: "claude-code",
    metadata: expect.objectContaining({ text: expect.stringContaining("git_branch") }),
  });
  const next = await getCodingSession(context, { session: second!.id, type: "all" });
  expect(namesOf(next.signals)).toEqual([
    nameOf("of the next"),
    eventOf("msg_3"),
    nameOf("end", "session-end"),
  ]);
  for (const order of ["asc", "desc"] as const) {
    const input = { session: first!.id, type: "all", order, limit: 1 } as const;
    const { items, totals } = await walkPages(listCodingSessionEvents, context, input, fromPath(first!.id));
    expect(namesOf(items)).toEqual(order === "asc" ? expected : expected.toReversed());
    expect(totals).toEqual([5]);
  }
  const found = async (key: string) => (await getCodingEvent(context, { event: nameOf(key) })).session_id;
  expect([await found("before"), await found("after"), await found("of the next")]).toEqual([
    first!.id,
    first!.id,
    second!.id,
  ]);
  expect([await found("too early"), await found("alone")]).toEqual([null, null]);
  own.close();
});

test("a cursor is good for its own session alone", async () => {
  const context = world.context(world.live);
  const [one, other] = world.sessions(world.live).filter(({ calls }) => calls > 2);
  const { cursor } = await listCodingSessionEvents(context, { session: one!.id, limit: 1 });
  const asked = listCodingSessionEvents(context, { session: other!.id, cursor: cursor! });
  await expect(asked).rejects.toMatchObject({ code: "invalid_request" });
  const test = listCodingSessionEvents(world.context(world.test), { session: one!.id, cursor: cursor! });
  await expect(test).rejects.toMatchObject({ code: "invalid_request" });
});
