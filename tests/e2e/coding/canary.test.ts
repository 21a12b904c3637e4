import { createDevice } from "@hearth/store/access/create-device";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Canaries } from "../../coding/canaries.ts";
import { goalRequests } from "../../coding/canary-goals.ts";
import { type CanaryRequest, signalRequests } from "../../coding/canary-requests.ts";
import { telemetryRequests } from "../../coding/canary-telemetry.ts";
import { heldByFolder } from "../../coding/held-by-folder.ts";
import { FollowedStream } from "../../coding/followed-stream.ts";
import { startCodingServer } from "../../coding/server-pair.ts";
import { send } from "../../send.ts";
import { until } from "../../until.ts";
import { withStore } from "../../store-access.ts";

let running: Awaited<ReturnType<typeof startCodingServer>>;
let secrets: Readonly<Record<CanaryRequest["token"], string>>;
const canaries = new Canaries();
/** Everything that the server has said, by what it was asked. */
const said = new Map<string, string>();
let feed: FollowedStream;

beforeAll(async () => {
  running = await startCodingServer([], { HEARTH_LOG: "debug" });
  const { server, admin, sender } = running.coding;
  secrets = await withStore(server.folder, async (context) => {
    const { secret, otlpSecret } = await createDevice(context, {
      user: canaries.kept("device user"),
      mode: "live",
    });
    return { device: secret, telemetry: otlpSecret, key: sender.secret };
  });
  feed = await FollowedStream.open(`${server.url}/api/v1/stream`, admin.secret);
  const requests = [...signalRequests(canaries), ...goalRequests(canaries), ...telemetryRequests(canaries)];
  for (const [index, request] of requests.entries()) await ask(request, index);
});
afterAll(async () => {
  feed?.close();
  await running?.remove();
});

async function ask({ method, path, token, body, isRefused }: CanaryRequest, index: number): Promise<void> {
  const header = (name: string): string => canaries.dropped(`header ${name} of ${path}`);
  const answer = await send(running.coding.server.url + path, {
    method,
    headers: {
      authorization: `Bearer ${secrets[token]}`,
      "content-type": "application/json",
      "user-agent": header("user-agent"),
      cookie: `session=${header("cookie")}`,
      referer: `http://localhost/${header("referer")}`,
      baggage: `user=${header("baggage")}`,
      "x-request-id": header("x-request-id"),
      "x-forg-hook": header("x-forg-hook"),
    },
    body,
  });
  const text = answer.bytes.toString("utf8");
  said.set(`${index} ${method} ${path}`, JSON.stringify(answer.headers) + text);
  const kind = isRefused ? 4 : 2;
  expect(Math.floor(answer.status / 100), `${method} ${path} ${body.slice(0, 300)}: ${text}`).toBe(kind);
}

/** All that can be read back: lists, what they name one by one, reports, goals, and what operators look at. */
async function readEverything(): Promise<void> {
  const { server, admin } = running.coding;
  const read = async (path: string, secret = admin.secret): Promise<string> => {
    const { bytes } = await send(server.url + path, { headers: { authorization: `Bearer ${secret}` } });
    const text = bytes.toString("utf8");
    said.set(`GET ${path}`, text);
    return text;
  };
  const range = "from=2026-05-01&to=2026-06-01";
  for (const list of ["sessions", "events", "users", "projects", "teams"])
    await read(`/api/v1/${list}?limit=100`);
  for (const report of ["usage", "cost", "models"]) await read(`/api/v1/reports/${report}?${range}`);
  const { items: sessions } = await admin.sessions();
  for (const { id } of sessions) {
    const path = `/api/v1/sessions/${encodeURIComponent(id)}`;
    for (const each of [path, `${path}/events`, `${path}/events?type=all`]) await read(each);
  }
  for (const { id } of (await admin.events()).items) await read(`/api/v1/events/${id}`);
  await read("/engine/v1/sessions", secrets.device);
  await read("/engine/v1/goals", secrets.device);
  for (const path of ["/metrics", "/health", "/console/v1/projects/default/rejections"]) await read(path);
}

test("nothing but the documented members is in an answer, the feed or the log", async () => {
  await readEverything();
  const { items } = await running.coding.admin.events();
  expect(items.length).toBeGreaterThan(6);
  await until("the feed tells of every call", () => items.every(({ id }) => feed.text.includes(id)));
  said.set("feed", feed.text);
  const { server } = running.coding;
  said.set("log", server.log + server.output);
  const leaks = [...said].flatMap(([where, text]) =>
    canaries.droppedIn(text).map((place) => `${place} is in ${where}`),
  );
  expect(leaks).toEqual([]);
});

test("what people look at can be read back", () => {
  const read = [...said].filter(([where]) => where.startsWith("GET")).map(([, text]) => text);
  const missing = canaries.missingIn(read.join("\n"));
  expect(missing.filter((place) => /adapter|model|project|session_id|user|error_code/.test(place))).toEqual(
    [],
  );
});

test("nothing but the documented members is in a table or a file", async () => {
  const { server } = running.coding;
  const whileRunning = heldByFolder(server.folder);
  await server.stop();
  for (const held of [whileRunning, heldByFolder(server.folder)]) {
    expect(canaries.droppedIn(held)).toEqual([]);
    expect(canaries.missingIn(held)).toEqual([]);
  }
});
