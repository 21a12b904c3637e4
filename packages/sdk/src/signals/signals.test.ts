import { expect, test } from "vitest";
import { clientOf } from "../fixtures/client-of.ts";
import { type Answering, cut, json, refuse, scriptedServer } from "../fixtures/scripted-server.ts";
import type { Signal } from "./signal.ts";

const signal: Signal = {
  type: "post-tool",
  adapter: "claude-code",
  user_id: "alice",
  metadata: { model: "claude-opus-4-5", tokens_in: 1_024, tokens_out: 512 },
};

const signalsOf = (body: unknown): Signal[] => (body as { signals: Signal[] }).signals;

const receipts: Answering = ({ body }, response) =>
  json({ results: signalsOf(body).map(({ id }) => ({ id, status: "stored" })) })(
    undefined as never,
    response,
  );

test("one goes alone, and comes again as the same one", async () => {
  await using server = await scriptedServer(cut, json({ ok: true, signal_id: "sig_1" }));
  expect(await clientOf(server).signals.send(signal)).toEqual({ ok: true, signal_id: "sig_1" });
  const [first, second] = server.requests;
  expect(first!.url.pathname).toBe("/engine/v1/signals");
  expect(first!.headers["content-type"]).toBe("application/json");
  expect(first!.body).toMatchObject(signal);
  expect(Date.parse((first!.body as { ts: string }).ts)).toBeCloseTo(Date.now(), -5);
  expect(second!.body).toEqual(first!.body);
});

test("many go a thousand at a time, and their results come back in order", async () => {
  await using server = await scriptedServer(receipts);
  const ts = new Date(1_700_000_000_000);
  const signals = Array.from({ length: 2_001 }, (_, index) => ({ ...signal, ts, id: `msg_${index}` }));
  const { results } = await clientOf(server).signals.send(signals);
  expect(results.map(({ id }) => id)).toEqual(signals.map(({ id }) => id));
  expect(server.requests.map(({ body }) => signalsOf(body).length)).toEqual([1_000, 1_000, 1]);
  expect(server.requests.every(({ url }) => url.pathname === "/engine/v1/signals/batch")).toBe(true);
  expect(signalsOf(server.requests[0]!.body)[0]!.ts).toBe("2023-11-14T22:13:20.000Z");
});

test("what is too large at once goes in halves, down to one", async () => {
  const most: Answering = (request, response) =>
    (signalsOf(request.body).length > 2 ? refuse(413, "too_large") : receipts)(request, response);
  await using server = await scriptedServer(most);
  const signals = Array.from({ length: 7 }, (_, index) => ({ ...signal, id: `msg_${index}` }));
  const { results } = await clientOf(server).signals.send(signals);
  expect(results.map(({ id }) => id)).toEqual(signals.map(({ id }) => id));
  await using strict = await scriptedServer(refuse(413, "too_large"));
  await expect(clientOf(strict).signals.send(signals)).rejects.toMatchObject({ status: 413 });
});

test("none is no request", async () => {
  await using server = await scriptedServer(receipts);
  expect(await clientOf(server).signals.send([])).toEqual({ results: [] });
  expect(server.requests).toEqual([]);
});
