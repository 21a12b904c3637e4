import { readSignal } from "@hearth/core/coding/read-signal";
import { HearthError } from "@hearth/core/errors";
import { describe, expect, test } from "vitest";
import type { CallSignal } from "./call-signal.ts";
import { encodeLogs } from "./fixtures/encode-otlp.ts";
import { type JsonLogs, type JsonRecord, logsOf } from "./fixtures/otlp-request.ts";
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
} from "./fixtures/tool-records.ts";
import { mostRecords } from "./log-record.ts";
import { readLogsJson } from "./read-logs-json.ts";
import { readLogsProtobuf } from "./read-logs-protobuf.ts";
import { TelemetryBatch } from "./telemetry-batch.ts";

const now = someTime + 5_000;
const sender = { user: "ana", now };
const anyKey = { user: null, now };

type Read = (logs: JsonLogs, from?: { user: string | null; now: number }) => TelemetryBatch;

const encodings: Readonly<Record<string, Read>> = {
  json(logs, from = sender) {
    const batch = new TelemetryBatch(from);
    readLogsJson(Buffer.from(JSON.stringify(logs)), (record) => batch.take(record));
    return batch;
  },
  protobuf(logs, from = sender) {
    const batch = new TelemetryBatch(from);
    readLogsProtobuf(encodeLogs(logs), (record) => batch.take(record));
    return batch;
  },
};

const signalsOf = (batch: TelemetryBatch): readonly CallSignal[] => batch.signals.map(({ signal }) => signal);

/** The only signal of a record, which the store's own reader has to take. */
function only(
  record: JsonRecord,
  resource = {},
  from: { user: string | null; now: number } = sender,
): CallSignal {
  const batch = encodings["json"]!(logsOf([record], resource), from);
  expect(batch).toMatchObject({ rejected: 0, dropped: 0, fault: undefined });
  const [signal] = signalsOf(batch);
  const read = readSignal(JSON.parse(JSON.stringify(signal)), now);
  expect(read.dropped).toBe(0);
  return signal!;
}

/** What is said of a record that tells of a call and is not taken. */
function refused(record: JsonRecord, from: { user: string | null; now: number } = sender): string {
  const batch = encodings["json"]!(logsOf([record]), from);
  expect(batch).toMatchObject({ rejected: 1, dropped: 0, signals: [] });
  return batch.fault!;
}

function isDropped(record: JsonRecord): void {
  expect(encodings["json"]!(logsOf([record]))).toMatchObject({ rejected: 0, dropped: 1, signals: [] });
}

describe.each(Object.keys(encodings))("as %s", (encoding) => {
  const read = encodings[encoding]!;

  test("Claude Code: an answered call, joined with its transcript by the request's id", () => {
    expect(signalsOf(read(logsOf([claudeRequest()], { "service.name": "claude-code" })))).toEqual([
      {
        id: "request:req_011",
        type: "post-tool",
        adapter: "claude-code",
        ts: someTime,
        metadata: {
          model: "claude-opus-4-6",
          tokens_in: 3 + 50_210 + 900,
          tokens_out: 212,
          cache_read_tokens: 50_210,
          cache_write_5m_tokens: 900,
          latency_ms: 4_210,
          cost_usd: 0.037993,
          service_tier: null,
          tool_session_id: "a1b2c3d4-0000-4000-8000-000000000001",
          source: "otlp",
          repository: null,
          machine: null,
        },
      },
    ]);
  });

  test("Codex: of the records of a call, the one with the tokens", () => {
    const batch = read(
      logsOf([codexRequest(), codexStreamEnd(), codexCompleted()], { "host.name": "laptop" }),
    );
    expect(batch).toMatchObject({ dropped: 2, rejected: 0 });
    expect(signalsOf(batch)).toEqual([
      {
        id: `time:[${someTime},"gpt-5.4",9000,410,"codex","0199a-codex"]`,
        type: "post-tool",
        adapter: "codex",
        ts: someTime,
        metadata: {
          model: "gpt-5.4",
          tokens_in: 9_000,
          tokens_out: 410,
          cache_read_tokens: 8_192,
          cache_write_5m_tokens: null,
          reasoning_tokens: 128,
          latency_ms: null,
          tool_session_id: "0199a-codex",
          source: "otlp",
          repository: null,
          machine: "laptop",
        },
      },
    ]);
  });

  test("Gemini CLI: thoughts are output, and what tools added is input", () => {
    expect(signalsOf(read(logsOf([geminiResponse()])))).toEqual([
      {
        id: `time:[${someTime},"gemini-2.5-pro",12030,770,"gemini-cli","gem-1"]`,
        type: "post-tool",
        adapter: "gemini-cli",
        ts: someTime,
        metadata: {
          model: "gemini-2.5-pro",
          tokens_in: 12_030,
          tokens_out: 770,
          cache_read_tokens: 8_000,
          reasoning_tokens: 420,
          latency_ms: 1_500,
          tool_session_id: "gem-1",
          source: "otlp",
          repository: null,
          machine: null,
        },
      },
    ]);
  });

  test("errors have a code, no tokens, and nothing of what was said", () => {
    const batch = read(
      logsOf([claudeError(), codexRequest({ "http.response.status_code": 529 }), geminiError()]),
    );
    const told = signalsOf(batch).map(({ id, adapter, metadata }) => {
      const { error_code, tokens_in, tokens_out, model, latency_ms } = metadata;
      return { id, adapter, error_code, tokens_in, tokens_out, model, latency_ms };
    });
    const tokens = { tokens_in: undefined, tokens_out: undefined };
    expect(told).toEqual([
      {
        id: "request:req_012",
        adapter: "claude-code",
        error_code: "rate_limited",
        model: "claude-opus-4-6",
        latency_ms: 31_000,
        ...tokens,
      },
      {
        id: `time:[${someTime},"gpt-5.4",null,null,"codex","0199a-codex","0"]`,
        adapter: "codex",
        error_code: "overloaded",
        model: "gpt-5.4",
        latency_ms: 812,
        ...tokens,
      },
      {
        id: `time:[${someTime},"gemini-2.5-pro",null,null,"gemini-cli","gem-1"]`,
        adapter: "gemini-cli",
        error_code: "overloaded",
        model: "gemini-2.5-pro",
        latency_ms: 90,
        ...tokens,
      },
    ]);
  });

  test("words of people, models and machines never get into a signal or a message", () => {
    const broken = claudeRequest({ input_tokens: canary, prompt: canary, error: canary });
    const good = [claudeRequest({ prompt: canary }), claudeError(), geminiResponse(), geminiError()];
    const batch = read(logsOf([...wordyRecords, ...good, broken], { "process.command_args": canary }));
    expect(batch).toMatchObject({ dropped: wordyRecords.length, rejected: 1 });
    expect(batch.signals).toHaveLength(good.length);
    expect(JSON.stringify(batch)).not.toContain(canary);
  });

  test("records that cannot be counted are named by the first of them", () => {
    const batch = read(
      logsOf([
        claudeRequest(),
        codexCompleted({ output_token_count: "-1" }),
        claudeRequest({ input_tokens: 1.5 }),
      ]),
    );
    expect(batch).toMatchObject({
      rejected: 2,
      fault: "log record 2 (codex.sse_event): output_token_count must be a number that is not negative",
    });
    expect(batch.signals).toHaveLength(1);
  });

  test("a request has so many records and no more", () => {
    const records = Array.from({ length: mostRecords }, () => ({}));
    expect(read(logsOf(records)).dropped).toBe(mostRecords);
    expect(() => read(logsOf([...records, {}]))).toThrow(
      expect.objectContaining({ constructor: HearthError, code: "too_large" }),
    );
  });
});

test("the name of an event stands in an attribute, in the record or in its body", () => {
  const { attributes = [], ...rest } = geminiResponse();
  const nameless = attributes.filter(({ key }) => key !== "event.name");
  const id = only(geminiResponse()).id;
  expect(only({ ...rest, attributes: nameless, eventName: "gemini_cli.api_response" }).id).toBe(id);
  expect(only({ ...rest, attributes: nameless, body: { stringValue: "gemini_cli.api_response" } }).id).toBe(
    id,
  );
  expect(only(claudeRequest({ "event.name": "claude_code.api_request" })).id).toBe("request:req_011");
});

test("an attribute that names another event decides over the body", () => {
  isDropped(claudeRequest({ "event.name": "api_refusal" }));
  isDropped({ ...claudeRequest(), attributes: [], body: { stringValue: "claude_code.tool_result" } });
});

test("numbers come as digits too, and what JavaScript writes for nothing is nothing", () => {
  const { metadata } = only(
    claudeRequest({
      input_tokens: "3",
      output_tokens: " 212 ",
      cache_read_tokens: "undefined",
      cache_creation_tokens: "",
      cost_usd: "0.5",
      cost_usd_micros: "null",
      duration_ms: "4210.6",
    }),
  );
  expect(metadata).toMatchObject({
    tokens_in: 3,
    tokens_out: 212,
    cache_read_tokens: null,
    cache_write_5m_tokens: null,
    cost_usd: 0.5,
    latency_ms: 4_210.6,
  });
});

test("fast mode is billed as such", () => {
  expect(only(claudeRequest({ speed: "fast" })).metadata.service_tier).toBe("fast");
});

test("a call without tokens and cost is none", () => {
  const nothing = { input_tokens: "", output_tokens: "", cache_read_tokens: "", cache_creation_tokens: "" };
  expect(refused(claudeRequest({ ...nothing, cost_usd: "", cost_usd_micros: "" }))).toContain(
    "brings neither tokens nor a cost",
  );
  expect(only(claudeRequest({ ...nothing })).metadata).toMatchObject({ tokens_in: null, cost_usd: 0.037993 });
});

test.each<[status: string | number, type: string, code: string]>([
  [429, "", "rate_limited"],
  ["429", "", "rate_limited"],
  [529, "", "overloaded"],
  [503, "Error", "overloaded"],
  [500, "", "server_error"],
  [502, "", "server_error"],
  [400, "invalid_request_error", "invalid_request"],
  [400, "context_length_exceeded", "context_window_exceeded"],
  [401, "", "authentication_failed"],
  [418, "", "invalid_request"],
  ["RESOURCE_EXHAUSTED", "ApiError", "rate_limited"],
  ["undefined", "", "unknown"],
  [200, "", "unknown"],
  ["", "overloaded_error", "overloaded"],
  ["", "constructor", "unknown"],
  ["", canary, "unknown"],
])("status %s and type %j are %s", (status, type, code) => {
  expect(only(geminiError({ status_code: status, "error.type": type })).metadata.error_code).toBe(code);
});

test("Codex: each failed attempt counts, an answered one and the list of models do not", () => {
  const failed = { "http.response.status_code": 500 };
  const ids = [0, 1].map((attempt) => only(codexRequest({ ...failed, attempt })).id);
  expect(new Set(ids).size).toBe(2);
  expect(only(codexRequest({ "http.response.status_code": "" })).metadata.error_code).toBe("unknown");
  isDropped(codexRequest({ ...failed, endpoint: "/v1/models" }));
  isDropped(codexRequest({ "http.response.status_code": "204" }));
  isDropped(codexCompleted({ "event.kind": "response.failed" }));
});

test("time: the record's, else its time stamp, else when it was seen", () => {
  const stamp = { "event.timestamp": "2026-05-01T10:00:09.000Z" };
  expect(only(claudeRequest(stamp)).ts).toBe(someTime);
  expect(only(claudeRequest(stamp, { timeUnixNano: "0" })).ts).toBe(Date.UTC(2026, 4, 1, 10, 0, 9));
  expect(only(claudeRequest({ "event.timestamp": canary }, { timeUnixNano: "999" })).ts).toBe(someTime + 3);
});

test("without a time a call needs an id of its own: another resend would be another call", () => {
  const timeless = { timeUnixNano: "0", observedTimeUnixNano: "0" };
  expect(only(claudeRequest({ "event.timestamp": "" }, timeless))).toMatchObject({
    id: "request:req_011",
    ts: now,
  });
  expect(refused(claudeRequest({ "event.timestamp": "", request_id: "" }, timeless))).toContain("time");
});

test("without a request's id, time, counts and sequence name the call", () => {
  const { id } = only(claudeRequest({ request_id: "undefined" }));
  expect(id).toBe(
    `time:[${someTime},"claude-opus-4-6",51113,212,"claude-code","a1b2c3d4-0000-4000-8000-000000000001","12"]`,
  );
});

test("an id is never longer than the store takes", () => {
  const long = "m".repeat(250);
  const first = only(geminiResponse({ model: long }));
  expect(first.id).toMatch(/^time:[0-9a-f]{64}$/);
  expect(only(geminiResponse({ model: long })).id).toBe(first.id);
  expect(only(geminiResponse({ model: long, "session.id": "gem-2" })).id).not.toBe(first.id);
  expect(only(claudeRequest({ request_id: long })).id).toMatch(/^time:/);
});

test("project and repository come from the resource, the repository without its password", () => {
  const signal = only(claudeRequest(), {
    "project.id": "generic",
    "hearth.project": "proj_tower",
    "vcs.repository.url.full": "https://bot:hunter2@GitHub.com/Acme/Tower.git",
  });
  expect(signal.project_id).toBe("proj_tower");
  expect(signal.metadata.repository).toBe("github.com/acme/tower");
  expect(only(claudeRequest(), { "forg.project_id": "proj_f", "project.id": "p" }).project_id).toBe("proj_f");
  expect(only(claudeRequest({ "project.id": "proj_p" })).project_id).toBe("proj_p");
  const pathLike = only(claudeRequest(), { "git.repository": "file:///home/ana/secret" });
  expect(pathLike).not.toHaveProperty("project_id");
  expect(pathLike.metadata.repository).toBeNull();
});

test("a device's user is its own; a key takes the user that the record names", () => {
  expect(only(claudeRequest())).not.toHaveProperty("user_id");
  expect(only(claudeRequest(), {}, anyKey).user_id).toBe("ana@example.com");
  const unnamed = { "user.email": "", "user.account_uuid": "" };
  expect(only(claudeRequest(unnamed), {}, anyKey).user_id).toBe("5f0c");
  expect(only(claudeRequest({ "user.email": "" }), {}, anyKey).user_id).toBe(
    "0b1e7c5a-0000-4000-8000-00000000000a",
  );
  expect(refused(claudeRequest({ ...unnamed, "user.id": "" }), anyKey)).toContain("names nobody");
});

test("a resend gives the same ids, and two calls of one conversation two", () => {
  const logs = logsOf([codexCompleted(), codexCompleted({}, someTime + 1), geminiResponse()]);
  const [once, again] = [
    encodings["json"]!(logs),
    encodings["protobuf"]!(logs, { user: "ana", now: now + 9_000 }),
  ];
  expect(signalsOf(again)).toEqual(signalsOf(once));
  expect(new Set(signalsOf(once).map(({ id }) => id)).size).toBe(3);
});

test("an attribute of the resource speaks where the record does not", () => {
  const record = geminiResponse();
  const attributes = record.attributes!.filter(({ key }) => key !== "session.id");
  const signal = only({ ...record, attributes }, { "session.id": "gem-9" });
  expect(signal.metadata.tool_session_id).toBe("gem-9");
});
