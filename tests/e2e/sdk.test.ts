import { execFile } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type * as Sdk from "../../packages/sdk/src/index.ts";
import { type ServerProcess, startServer } from "../server-process.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const program = fileURLToPath(new URL("sdk-program.txt", import.meta.url));

const hour = 3_600_000;
const user = "user_abc123";
/** One call an hour, so that each is a session of its own: one page of 50 and one of 12. */
const calls = 62;
const begun = Date.now() - (calls + 1) * hour;

/** An empty folder into which the packed tarball alone was installed. */
const folder = temporaryFolder("hearth-sdk-");
let sdk: typeof Sdk;
let server: ServerProcess;
let forg: Sdk.ForgClient;

async function installPacked(): Promise<void> {
  const packed = temporaryFolder("hearth-pack-");
  try {
    const to = ["--silent", "--pack-destination", packed];
    const { stdout } = await run("npm", ["pack", ...to], { cwd: join(root, "packages/sdk") });
    const tarball = join(packed, stdout.trim().split("\n").at(-1)!);
    writeFileSync(join(folder, "package.json"), "{}");
    await run("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], { cwd: folder });
  } finally {
    rmSync(packed, { recursive: true, force: true });
  }
  const entry = join(folder, "node_modules/@forg-pro/sdk/dist/index.js");
  sdk = (await import(pathToFileURL(entry).href)) as typeof Sdk;
}

beforeAll(async () => {
  [server] = await Promise.all([startServer(), installPacked()]);
  forg = new sdk.ForgClient({ apiKey: server.key, baseUrl: server.url });
  const { results } = await forg.signals.send(
    Array.from({ length: calls }, (_, index) => ({
      type: "post-tool" as const,
      adapter: "claude-code",
      id: `msg_${index}`,
      user_id: user,
      project_id: "proj_xyz789",
      ts: begun + index * hour,
      backfill: true,
      metadata: { model: "claude-opus-4-5", tokens_in: 1_000 + index, tokens_out: 100 },
    })),
  );
  expect(results.every(({ status }) => status === "stored")).toBe(true);
});

afterAll(async () => {
  await server?.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Every session of the user, newest first, asked for without the SDK. */
async function sessionsByHand(): Promise<Sdk.Session[]> {
  const sessions: Sdk.Session[] = [];
  for (let query = `user_id=${user}&limit=100`; ;) {
    const headers = { authorization: `Bearer ${server.key}` };
    const answer = await fetch(`${server.url}/api/v1/sessions?${query}`, { headers });
    const page = (await answer.json()) as Sdk.CountedPage<Sdk.Session>;
    sessions.push(...page.data);
    if (page.cursor === null) return sessions;
    query = `cursor=${encodeURIComponent(page.cursor)}`;
  }
}

describe("the program of the page", () => {
  test.each(["program.mjs", "program.mts"])("runs unchanged as %s", async (name) => {
    copyFileSync(program, join(folder, name));
    const { stdout, stderr } = await run(process.execPath, [name], {
      cwd: folder,
      env: { PATH: process.env["PATH"], FORG_API_URL: server.url, FORG_API_KEY: server.key },
    });
    expect(stderr).toBe("");
    const sessions = (await sessionsByHand()).slice(0, 50);
    expect(sessions).toHaveLength(50);
    expect(stdout.trimEnd().split("\n")).toEqual(
      sessions.map(({ id, cost_usd, tokens_in }) => `${id}: $${cost_usd.toFixed(4)} | ${tokens_in} in`),
    );
    expect(stdout).toMatch(/^sess_[0-9a-f]{16}: \$0\.0\d{3} \| 1061 in$/m);
  });

  test.each([
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ])("has types, with modules %s resolved as %s", async (module, resolution) => {
    copyFileSync(program, join(folder, "typed.mts"));
    writeFileSync(join(folder, "globals.d.ts"), globals);
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    const settings = ["--strict", "--exactOptionalPropertyTypes", "--noEmit", "--target", "es2022"];
    const modules = ["--module", module, "--moduleResolution", resolution, "--types", ""];
    const files = ["--moduleDetection", "force", "typed.mts", "globals.d.ts"];
    const compiled = run(process.execPath, [compiler, ...settings, ...modules, ...files], { cwd: folder });
    await expect(compiled).resolves.toMatchObject({ stdout: "" });
  });
});

/** What the page's program takes from Node; the package itself needs no types of Node. */
const globals = "declare const process: { readonly env: Record<string, string | undefined> };\n";

describe("lists", () => {
  test("the second page is asked for by its cursor alone, and goes on where the first ended", async () => {
    const sessions = await sessionsByHand();
    const first = await forg.sessions.list({ user_id: user, limit: 50 });
    expect(first).toMatchObject({ has_more: true, total: calls });
    expect(first.data).toEqual(sessions.slice(0, 50));
    const second = await forg.sessions.list({ cursor: first.cursor });
    expect(second).toEqual({ data: sessions.slice(50), cursor: null, has_more: false, total: calls });
  });

  test("iterated, they hold everything once, in their order", async () => {
    const seen: string[] = [];
    for await (const { id } of forg.sessions.list({ user_id: user, limit: 10, order: "asc" })) seen.push(id);
    expect(seen).toEqual((await sessionsByHand()).map(({ id }) => id).toReversed());
    const events: string[] = [];
    for await (const event of forg.events.list({ from: new Date(begun), limit: 25 })) events.push(event.id);
    expect(new Set(events).size).toBe(calls);
  });

  test("users and projects are there as signals named them", async () => {
    expect((await forg.users.list()).data.map(({ id }) => id)).toEqual([user]);
    expect((await forg.projects.list()).data.map(({ id }) => id)).toContain("proj_xyz789");
    expect((await forg.teams.list()).data).toEqual([]);
  });
});

test("a session has its calls, and is gone when deleted", async () => {
  const { results } = await forg.signals.send([
    {
      type: "stop",
      adapter: "codex",
      user_id: "bob",
      metadata: { model: "gpt-5", tokens_in: 7, tokens_out: 1 },
    },
  ]);
  const event = await forg.events.get(results[0]!.event_id!);
  expect(event).toMatchObject({ adapter: "codex", user_id: "bob", model: "gpt-5", tokens_in: 7 });
  const session = await forg.sessions.get(event.session_id!);
  expect(session).toMatchObject({ id: event.session_id, signal_count: 1, status: "active" });
  expect(session.signals).toEqual([event]);
  expect((await forg.sessions.events(session.id)).data).toEqual([event]);
  const prompt = { type: "user-prompt", adapter: "codex", user_id: "bob" } as const;
  await forg.signals.send(prompt);
  const { signals, signal_count } = await forg.sessions.get(session.id, { type: "all" });
  expect([signal_count, signals.map(({ type }) => type)]).toEqual([1, ["call", "user-prompt"]]);
  expect((await forg.sessions.events(session.id, { type: "all", limit: 1 })).total).toBe(2);
  expect(await forg.sessions.delete(session.id)).toBeUndefined();
  await expect(forg.sessions.get(session.id)).rejects.toBeInstanceOf(sdk.NotFoundError);
});

test("one signal is answered with its own id, and again with the same", async () => {
  const signal = { type: "stop", adapter: "codex", user_id: "carol", id: "msg_own", metadata: {} } as const;
  const { ok, signal_id } = await forg.signals.send(signal);
  expect(ok).toBe(true);
  expect(signal_id).toMatch(/^sig_/);
  expect(await forg.signals.send(signal)).toEqual({ ok: true, signal_id });
});

test("reports add up to what was sent, at once and as a job", async () => {
  const asked = { from: new Date(begun - hour), to: new Date(begun + calls * hour), user_id: user };
  const tokens_in = calls * 1_000 + (calls * (calls - 1)) / 2;
  const usage = await forg.reports.usage(asked);
  expect(usage.totals).toMatchObject({ tokens_in, tokens_out: calls * 100, sessions: calls, events: calls });
  expect(usage.data.reduce((sum, row) => sum + row.events, 0)).toBe(calls);
  const cost = await forg.reports.cost({ ...asked, group_by: "project" });
  expect(cost.data).toHaveLength(1);
  expect(cost.data[0]!.breakdown["claude-opus-4-5"]).toBe(cost.totals.cost_usd);
  const models = await forg.reports.models(asked);
  expect(models.data).toMatchObject([{ model: "claude-opus-4-5", events: calls, share_pct: 100 }]);
  const job = await forg.reports.usage({ ...asked, async: true });
  expect(await forg.reports.wait(job)).toEqual(usage);
});

describe("refusals", () => {
  test("are told by kind, code and the id the server knows them by", async () => {
    const missing = forg.events.get(`evt_${"0".repeat(32)}`);
    await expect(missing).rejects.toBeInstanceOf(sdk.NotFoundError);
    await expect(missing).rejects.toMatchObject({
      status: 404,
      code: "not_found",
      requestId: expect.stringMatching(/^req_/),
    });
    const stranger = new sdk.ForgClient({ apiKey: `forg_live_${"0".repeat(32)}`, baseUrl: server.url });
    await expect(stranger.sessions.list()).rejects.toBeInstanceOf(sdk.AuthenticationError);
    const misspelt = forg.sessions.list({ user: "x" } as never);
    await expect(misspelt).rejects.toBeInstanceOf(sdk.InvalidRequestError);
  });

  test("of a cursor that was tampered with leave no data", async () => {
    const { cursor } = await forg.sessions.list({ limit: 10 });
    const tampered = forg.sessions.list({ cursor: `${cursor!.slice(0, -2)}AA` });
    await expect(tampered).rejects.toMatchObject({ status: 400, code: "invalid_request" });
  });
});

test("the package carries what it says and nothing else", () => {
  const manifest = JSON.parse(
    readFileSync(join(folder, "node_modules/@forg-pro/sdk/package.json"), "utf8"),
  ) as Record<string, unknown>;
  expect(manifest).not.toHaveProperty("dependencies");
  const built = readFileSync(join(folder, "node_modules/@forg-pro/sdk/dist/index.js"), "utf8");
  expect(built.match(/^import\b.*|\brequire\(/gm)).toBeNull();
  expect(built).not.toContain(root);
});
