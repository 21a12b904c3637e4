import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createApiKey } from "@hearth/store/access/create-api-key";
import { createDevice } from "@hearth/store/access/create-device";
import { createOrganization } from "@hearth/store/access/create-organization";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { logsOf } from "../../../apps/server/src/otlp/fixtures/otlp-request.ts";
import {
  canary,
  claudeError,
  claudeRequest,
  codexCompleted,
  codexRequest,
  codexStreamEnd,
  geminiError,
  geminiResponse,
  someTime,
  wordyRecords,
} from "../../../apps/server/src/otlp/fixtures/tool-records.ts";
import { CodingClient } from "../../coding/coding-client.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { withRows } from "../../stored-rows.ts";
import { encodings, OtlpExporter, partialOf, type StoredCall, storedCalls } from "./otlp-exporter.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => await server?.remove());

/** An organization of its own for each test. */
let organizationId: number;
/** The tools of a device, and its agent. */
let tools: OtlpExporter;
let agent: CodingClient;
let key: string;
beforeEach(async () => {
  await withStore(server.folder, async (context) => {
    const { id: publicId } = await createOrganization(context, { name: `Tools ${randomUUID()}` });
    const { id } = await context.db
      .selectFrom("organizations")
      .select("id")
      .where("public_id", "=", publicId)
      .executeTakeFirstOrThrow();
    organizationId = id;
    const own = { ...context, organizationId };
    const device = await createDevice(own, { user: "ana", mode: "live" });
    tools = new OtlpExporter(server, device.otlpSecret);
    agent = new CodingClient(server, device.secret);
    key = (await createApiKey(own, { name: "CI", mode: "live", scopes: ["write:signals"] })).secret;
  });
});

const stored = (): readonly StoredCall[] => storedCalls(server.folder, organizationId);

/** What the server counted of what came through the doors, by kind. */
async function figures(): Promise<Record<string, number>> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const lines = text.matchAll(/^hearth_telemetry_total\{kind="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries(Array.from(lines, ([, kind, count]) => [kind, Number(count)]));
}

const session = "a1b2c3d4-0000-4000-8000-000000000001";
const everything = logsOf([
  claudeRequest(),
  claudeError(),
  codexRequest(),
  codexStreamEnd(),
  codexCompleted(),
  codexRequest({ "http.response.status_code": 500 }, someTime + 1),
  geminiResponse(),
  geminiError(),
  ...wordyRecords,
]);

/** What the agent reads in the transcript of `claudeRequest`. */
const transcript = {
  id: "message:claude-code:msg_01",
  keys: ["request:req_011"],
  type: "post-tool",
  adapter: "claude-code",
  project_id: "proj_tower",
  ts: someTime - 4_000,
  backfill: true,
  metadata: {
    model: "claude-opus-4-6",
    tokens_in: 51_113,
    tokens_out: 212,
    cache_read_tokens: 50_210,
    cache_write_1h_tokens: 900,
    tool_session_id: session,
    source: "transcript",
  },
} as const;

/** No answer but whole success. */
async function taken(sending: Promise<Awaited<ReturnType<OtlpExporter["logs"]>>>): Promise<void> {
  const answer = await sending;
  expect(answer.status, answer.bytes.toString("utf8")).toBe(200);
  expect(partialOf(answer)).toBeUndefined();
}

describe.each(encodings)("as %s", (encoding) => {
  test("the events of three tools become calls, and nothing else does", async () => {
    await taken(tools.logs(everything, encoding));
    const told = stored().map(({ adapter, tokens_in, tokens_out, latency, error, ...more }) => {
      expect(more).toMatchObject({ user: "ana", project: "", test: 0, isCounted: true });
      return [adapter, more.model, tokens_in, tokens_out, latency, error];
    });
    expect(told.toSorted()).toEqual(
      [
        ["claude-code", "claude-opus-4-6", 51_113, 212, 4_210, null],
        ["claude-code", "claude-opus-4-6", null, null, 31_000, "rate_limited"],
        ["codex", "gpt-5.4", 9_000, 410, null, null],
        ["codex", "gpt-5.4", null, null, 812, "server_error"],
        ["gemini-cli", "gemini-2.5-pro", 12_030, 770, 1_500, null],
        ["gemini-cli", "gemini-2.5-pro", null, null, 90, "overloaded"],
      ].toSorted(),
    );
    const sessions = withRows(server.folder, (rows) =>
      rows.count("select count(*) from coding_sessions where organization_id = ?", organizationId),
    );
    expect(sessions).toBe(3);
  });

  test("sent again it counts once, whichever encoding carries it", async () => {
    await taken(tools.logs(everything, encoding));
    const once = stored();
    await taken(tools.logs(everything, encoding, false));
    await Promise.all(encodings.map(async (other) => await taken(tools.logs(everything, other))));
    expect(stored()).toEqual(once);
  });
});

test.each([true, false])(
  "transcript and telemetry of a call are one, transcript first: %s",
  async (isFirst) => {
    const sendings = [
      async () => void (await agent.sendBatch([transcript])),
      async () => await taken(tools.logs(logsOf([claudeRequest()]))),
    ];
    for (const sending of isFirst ? sendings : sendings.toReversed()) await sending();
    expect(stored()).toEqual([
      {
        keys: ["message:claude-code:msg_01", "request:req_011"],
        test: 0,
        isCounted: true,
        user: "ana",
        adapter: "claude-code",
        project: "proj_tower",
        model: "claude-opus-4-6",
        tokens_in: 51_113,
        tokens_out: 212,
        latency: 4_210,
        cost_reported: 37_993,
        error: null,
      },
    ]);
  },
);

test.each([true, false])(
  "telemetry without ids stands aside where the conversation has a transcript, transcript first: %s",
  async (isFirst) => {
    const metadata = { ...transcript.metadata, tool_session_id: "0199a-codex", tokens_in: 9_000 };
    const rollout = { ...transcript, id: "codex:0199a:1", keys: [], adapter: "codex", metadata };
    const sendings = [
      async () => void (await agent.sendBatch([rollout])),
      async () => await taken(tools.logs(logsOf([codexCompleted(), geminiResponse()]))),
    ];
    for (const sending of isFirst ? sendings : sendings.toReversed()) await sending();
    const told = stored().map(({ adapter, project, isCounted }) => [adapter, project, isCounted]);
    expect(told.toSorted()).toEqual([
      ["codex", "", false],
      ["codex", "proj_tower", true],
      ["gemini-cli", "", true],
    ]);
  },
);

test("metrics are taken and never counted", async () => {
  await taken(tools.logs(logsOf([claudeRequest()])));
  const once = stored();
  const points = [{ asInt: "50210", attributes: [{ key: "type", value: { stringValue: "cacheRead" } }] }];
  const metrics = [
    { name: "claude_code.token.usage", sum: { dataPoints: points, aggregationTemporality: 1 } },
  ];
  const body = JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
  const answer = await tools.post("/v1/metrics", body, { "content-type": "application/json" });
  expect([answer.status, answer.body]).toEqual([200, {}]);
  const empty = await tools.post("/v1/metrics", "", { "content-type": "application/x-protobuf" });
  expect([empty.status, empty.bytes.length]).toEqual([200, 0]);
  expect(stored()).toEqual(once);
});

test("what is refused of an export is counted and named, and the rest is stored", async () => {
  await taken(tools.logs(logsOf(wordyRecords)));
  const before = await figures();
  const answer = await tools.logs(
    logsOf([
      claudeRequest(),
      claudeRequest({ input_tokens: canary }),
      geminiResponse({ input_token_count: 99_999_999_999 }),
      codexCompleted(),
    ]),
    "json",
  );
  expect(answer.status).toBe(200);
  expect(partialOf(answer)).toEqual({
    rejected: 2,
    message: "log record 2 (claude_code.api_request): input_tokens must be a number that is not negative",
  });
  expect(stored()).toHaveLength(2);
  const after = await figures();
  const grown = ["call", "rejected", "dropped"].map((kind) => after[kind]! - (before[kind] ?? 0));
  expect(grown).toEqual([2, 2, 0]);
});

test("what only the store refuses is named by its record", async () => {
  const answer = await tools.logs(
    logsOf([...wordyRecords, geminiResponse({ input_token_count: 99_999_999_999 })]),
  );
  expect(partialOf(answer)).toEqual({
    rejected: 1,
    message: "log record 4 (gemini_cli.api_response): tokens_in must be a whole number from 0 to 10000000000",
  });
});

test("more calls than the writer takes at once are all stored", async () => {
  const records = Array.from({ length: 2_300 }, (_, at) => claudeRequest({ request_id: `req_${at}` }));
  await taken(tools.logs(logsOf(records)));
  expect(stored()).toHaveLength(2_300);
});

test("a key takes the user that each record names", async () => {
  const exporter = new OtlpExporter(server, key);
  const answer = await exporter.logs(
    logsOf([claudeRequest(), geminiResponse({ "user.email": "" })], { "hearth.project": "proj_ci" }),
  );
  expect(partialOf(answer)).toMatchObject({ rejected: 1, message: expect.stringContaining("names nobody") });
  expect(stored()).toMatchObject([{ user: "ana@example.com", project: "proj_ci" }]);
});

test("words of people, models and machines are found in no file, log or figure of the server", async () => {
  await taken(tools.logs(everything, "json"));
  await taken(tools.logs(everything, "protobuf"));
  const broken = logsOf([claudeRequest({ input_tokens: canary })], { "process.command_line": canary });
  await tools.logs(broken);
  const shown = await (await fetch(`${server.url}/metrics`)).text();
  await server.stop();
  const files = readdirSync(server.folder).filter((name) => /\.db|jsonl$/.test(name));
  expect(files).toContain("hearth.db");
  for (const name of files) {
    expect(readFileSync(`${server.folder}/${name}`).includes(canary), name).toBe(false);
  }
  expect(server.log + server.output + shown).not.toContain(canary);
});
