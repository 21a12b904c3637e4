import type { Canaries } from "./canaries.ts";

/** One request with canaries in all its fields. */
export interface CanaryRequest {
  readonly method: "POST" | "PATCH";
  readonly path: string;
  readonly token: "device" | "key" | "telemetry";
  readonly body: string;
  readonly isRefused: boolean;
}

export const canaryTime = Date.UTC(2026, 4, 4, 12);

/** A signal with a canary in every member that there is, and in many that there are not. */
function signal(canaries: Canaries, door: string, at: number): Record<string, unknown> {
  const kept = (member: string): string => canaries.kept(`${door} ${member}`);
  const dropped = (member: string): string => canaries.dropped(`${door} ${member}`);
  return {
    id: kept("id"),
    keys: [kept("keys[0]")],
    type: "post-tool",
    adapter: kept("adapter"),
    session_id: kept("session_id"),
    project_id: kept("project_id"),
    user_id: door.startsWith("device") ? dropped("user_id") : kept("user_id"),
    ts: canaryTime + at,
    backfill: true,
    prompt: dropped("prompt"),
    text: dropped("text"),
    messages: [{ role: "user", content: dropped("messages[].content") }],
    hook: dropped("hook"),
    tool_input: { command: dropped("tool_input.command") },
    [dropped("name of a member")]: 1,
    metadata: {
      model: kept("metadata.model"),
      tokens_in: 10,
      tokens_out: 5,
      error_code: kept("metadata.error_code"),
      git_commit: kept("metadata.git_commit"),
      git_branch: kept("metadata.git_branch"),
      repository: `github.com/house/${kept("metadata.repository")}`,
      machine: kept("metadata.machine"),
      tool_session_id: kept("metadata.tool_session_id"),
      source: kept("metadata.source"),
      service_tier: dropped("metadata.service_tier"),
      geography: `${dropped("metadata.geography")} _`,
      prompt: dropped("metadata.prompt"),
      content: { text: dropped("metadata.content.text") },
      file_path: [dropped("metadata.file_path[]")],
      [dropped("name of a metadata member")]: dropped("metadata of such a name"),
    },
  };
}

/** Signals of which no member can be kept, or not this one. */
function badSignals(canaries: Canaries, door: string): unknown[] {
  const dropped = (member: string): string => canaries.dropped(`bad ${door} ${member}`);
  const good = { type: "post-tool", adapter: "house", user_id: "ana", ts: canaryTime };
  return [
    dropped("item"),
    [dropped("list for item")],
    { ...good, type: dropped("type"), note: dropped("note") },
    { ...good, ts: dropped("ts") },
    { ...good, metadata: dropped("metadata") },
    { ...good, metadata: { tokens_in: dropped("tokens_in") } },
    { ...good, metadata: { tokens_in: -1, prompt: dropped("prompt beside a fault") } },
    {
      ...good,
      metadata: { tokens_in: 1, model: [dropped("model[]")], machine: { a: dropped("machine.a") } },
    },
    { ...good, metadata: { tokens_in: 1, git_branch: "b".repeat(256) + dropped("git_branch beyond 256") } },
    { ...good, session_id: "s".repeat(200) + dropped("session_id too long") },
    { ...good, id: { a: dropped("id.a") } },
    { ...good, keys: dropped("keys") },
    { ...good, session_id: `sess_0123456789abcdef${dropped("session_id")}`, type: "none" },
  ];
}

export function signalRequests(canaries: Canaries): CanaryRequest[] {
  const post = (
    path: string,
    token: CanaryRequest["token"],
    body: unknown,
    isRefused = false,
  ): CanaryRequest => ({
    method: "POST",
    path: `/engine/v1/${path}`,
    token,
    body: typeof body === "string" ? body : JSON.stringify(body),
    isRefused,
  });
  const batch = (token: "device" | "key") => ({
    signals: [signal(canaries, `${token} batch`, 1), ...badSignals(canaries, `${token} batch`)],
    note: canaries.dropped(`${token} batch note`),
  });
  const plain = { type: "stop", adapter: "house", ts: canaryTime, note: canaries.dropped("too many") };
  return [
    post("signals", "device", signal(canaries, "device signal", 0)),
    post("signals", "key", signal(canaries, "key signal", 0)),
    ...badSignals(canaries, "signal").map((bad) => post("signals", "key", bad, !isReadable(bad))),
    post("signals/batch", "device", batch("device")),
    post("signals/batch", "key", batch("key")),
    post("signals/batch", "key", `{"signals":[{"prompt":"${canaries.dropped("cut body")}`, true),
    post("signals/batch", "key", { signals: canaries.dropped("signals") }, true),
    post("signals/batch", "key", { signals: Array.from({ length: 1_001 }, () => plain) }, true),
    post("emit", "device", {
      adapter: canaries.kept("emit adapter"),
      ts: canaryTime,
      model: canaries.kept("emit model"),
      tokens_in: 3,
      session_id: canaries.kept("emit session_id"),
      project_id: canaries.kept("emit project_id"),
      user_id: canaries.dropped("emit user_id"),
      error_code: canaries.kept("emit error_code"),
      hook: canaries.dropped("emit hook"),
      prompt: canaries.dropped("emit prompt"),
      metadata: { model: canaries.dropped("emit metadata.model") },
      tool_response: { output: canaries.dropped("emit tool_response.output") },
    }),
    post(
      "emit",
      "device",
      { adapter: "house", ts: canaryTime, model: "m", prompt: canaries.dropped("bad emit prompt") },
      true,
    ),
    post("activate", "key", { note: canaries.dropped("activate") }, true),
  ];
}

/** Texts that are no texts or too long are left out; everything else is refused. */
const isReadable = (bad: unknown): boolean => {
  const { metadata } = bad as { metadata?: { model?: unknown; git_branch?: unknown } };
  return metadata?.model !== undefined || metadata?.git_branch !== undefined;
};
