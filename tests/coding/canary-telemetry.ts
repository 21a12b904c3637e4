import type { CanaryRequest } from "./canary-requests.ts";
import type { Canaries } from "./canaries.ts";

const nanoseconds = `${Date.UTC(2026, 4, 4, 12)}000000`;

const attributes = (members: Readonly<Record<string, string | number>>): object[] =>
  Object.entries(members).map(([key, value]) => ({
    key,
    value: typeof value === "string" ? { stringValue: value } : { intValue: String(value) },
  }));

/** What the tools say of themselves and of the people who use them, beside what is counted. */
function resource(canaries: Canaries, tool: string, isKept = true): object {
  const place = (name: string): string =>
    isKept ? canaries.kept(`${tool} ${name}`) : canaries.dropped(`${tool} ${name}`);
  return {
    attributes: attributes({
      "service.name": canaries.dropped(`${tool} service.name`),
      "host.name": place("host.name"),
      "project.id": place("project.id"),
      "user.email": canaries.dropped(`${tool} user.email`),
      "process.command_args": canaries.dropped(`${tool} process.command_args`),
      "process.owner": canaries.dropped(`${tool} process.owner`),
    }),
  };
}

function record(
  canaries: Canaries,
  name: string,
  members: Readonly<Record<string, string | number>>,
): object {
  const own = (member: string): string => canaries.dropped(`${name} ${member}`);
  return {
    timeUnixNano: nanoseconds,
    severityText: own("severity"),
    body: { stringValue: own("body") },
    attributes: [
      ...attributes({
        "event.name": name,
        ...members,
        prompt: own("prompt"),
        response: own("response"),
        error: own("error"),
        "error.message": own("error.message"),
        tool_name: own("tool_name"),
        tool_parameters: own("tool_parameters"),
        "agent.name": own("agent.name"),
        "terminal.type": own("terminal.type"),
        function_args: own("function_args"),
      }),
      { key: "list", value: { arrayValue: { values: [{ stringValue: own("list") }] } } },
      { key: "map", value: { kvlistValue: { values: attributes({ inner: own("map.inner") }) } } },
      { key: own("name of an attribute"), value: { stringValue: own("attribute of such a name") } },
    ],
  };
}

/** Exports as Claude Code, Codex and Gemini CLI make them, with canaries in every attribute. */
export function telemetryRequests(canaries: Canaries): CanaryRequest[] {
  const post = (path: string, body: unknown, isRefused = false): CanaryRequest => ({
    method: "POST",
    path,
    token: "telemetry",
    body: JSON.stringify(body),
    isRefused,
  });
  const logs = (tool: string, logRecords: readonly object[]): unknown => ({
    resourceLogs: [
      {
        resource: resource(canaries, tool),
        schemaUrl: canaries.dropped(`${tool} schemaUrl`),
        scopeLogs: [{ scope: { name: canaries.dropped(`${tool} scope`) }, logRecords }],
      },
    ],
  });
  const kept = (place: string): string => canaries.kept(place);
  const claude = logs("claude", [
    record(canaries, "claude_code.api_request", {
      "session.id": kept("claude session.id"),
      request_id: kept("claude request_id"),
      model: kept("claude model"),
      input_tokens: 4,
      output_tokens: 2,
    }),
    record(canaries, "claude_code.api_error", {
      request_id: kept("claude error request_id"),
      model: "m",
      status_code: canaries.dropped("claude status_code"),
      error_type: canaries.dropped("claude error_type"),
    }),
    record(canaries, "claude_code.user_prompt", {
      "message.uuid": canaries.dropped("user_prompt message.uuid"),
    }),
    record(canaries, "claude_code.tool_result", {
      input_tokens: canaries.dropped("tool_result input_tokens"),
    }),
    record(canaries, "claude_code.api_request", { input_tokens: canaries.dropped("rejected input_tokens") }),
  ]);
  const codex = logs("codex", [
    record(canaries, "codex.sse_event", {
      "event.kind": "response.completed",
      "conversation.id": kept("codex conversation.id"),
      model: kept("codex model"),
      input_token_count: 4,
      output_token_count: 2,
    }),
  ]);
  const gemini = logs("gemini", [
    record(canaries, "gemini_cli.api_response", {
      "session.id": kept("gemini session.id"),
      model: kept("gemini model"),
      input_token_count: 4,
      output_token_count: 2,
      response_text: canaries.dropped("gemini response_text"),
    }),
  ]);
  const dataPoints = [{ asInt: "3", attributes: attributes({ type: canaries.dropped("metric attribute") }) }];
  const metrics = [{ name: canaries.dropped("metric name"), sum: { dataPoints } }];
  return [
    ...[claude, codex, gemini].map((body) => post("/v1/logs", body)),
    post("/v1/logs", { resourceLogs: canaries.dropped("resourceLogs") }, true),
    post("/v1/metrics", {
      resourceMetrics: [{ resource: resource(canaries, "metrics", false), scopeMetrics: [{ metrics }] }],
    }),
  ];
}
