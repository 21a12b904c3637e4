/** A studio's year of model calls: who, with what, on which project, in sessions of ten calls. */
const users = 200;
const callsPerSession = 10;
const year = 365 * 86_400_000;
const start = Date.UTC(2025, 0, 1);
const minute = 60_000;

const tools = [
  { adapter: "claude-code", models: ["claude-opus-4-5", "claude-sonnet-4-5", "claude-haiku-4-5"] },
  { adapter: "codex", models: ["gpt-5", "gpt-5-mini", "gpt-5-codex"] },
] as const;

export interface CodingHistory {
  readonly calls: number;
  /** Bodies of `signals/batch`, a thousand signals each, user by user in the order of time. */
  batches(lane: number, lanes: number): Generator<string>;
}

/** @param calls a multiple of 2,000: each user has as many */
export const codingHistory = (calls: number): CodingHistory => ({
  calls,
  *batches(lane, lanes) {
    let batch: string[] = [];
    for (let user = lane; user < users; user += lanes) {
      for (let call = 0; call < calls / users; call++) {
        batch.push(signal(user, call, calls / users));
        if (batch.length < 1_000) continue;
        yield `{"signals":[${batch.join(",")}]}`;
        batch = [];
      }
    }
    if (batch.length > 0) yield `{"signals":[${batch.join(",")}]}`;
  },
});

/** As text: what JSON.stringify would make of it costs the machine as much as storing it. */
function signal(user: number, call: number, callsOfUser: number): string {
  const session = Math.floor(call / callsPerSession);
  const between = year / (callsOfUser / callsPerSession);
  const time = Math.floor(
    start + session * between + (call % callsPerSession) * minute + ((user * 997) % 1_000),
  );
  const { adapter, models } = tools[(user + (session % 10 === 0 ? 1 : 0)) % tools.length]!;
  const model = models[(session * 7 + user) % 5 < 3 ? 0 : ((session + user) % 2) + 1]!;
  const id = `msg_01${(((user * 10_000_019 + call) * 2_654_435_761) % 4_503_599_627_370_496).toString(36).padStart(10, "0")}${user}x${call}`;
  const error = (call * 31 + user) % 97 === 0 ? `,"error_code":"rate_limited"` : "";
  return (
    `{"id":"${id}","type":"post-tool","adapter":"${adapter}","user_id":"user_${user}",` +
    `"project_id":"proj_${(user % 40) + (session % 5)}","ts":${time},"backfill":true,"metadata":{"model":"${model}",` +
    `"tokens_in":${20_000 + ((call * 37) % 60_000)},"tokens_out":${100 + ((call * 13) % 900)},` +
    `"cache_read_tokens":${15_000 + ((call * 37) % 5_000)},"latency_ms":${500 + (call % 4_000)},` +
    `"source":"transcript","tool_session_id":"t${user}-${session}","git_branch":"main","machine":"m${user}"${error}}}`
  );
}
