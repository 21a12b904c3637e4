import type { SignalMetadata } from "./signal.ts";

/** What metadata holds, by the names it came under: absent members stay absent. */
export function metadataOnWire(metadata: SignalMetadata): Readonly<Record<string, string | number>> {
  const { costReported } = metadata;
  const members = {
    model: metadata.model,
    tokens_in: metadata.tokensIn,
    tokens_out: metadata.tokensOut,
    cache_read_tokens: metadata.cacheRead,
    cache_write_5m_tokens: metadata.cacheWrite5m,
    cache_write_1h_tokens: metadata.cacheWrite1h,
    reasoning_tokens: metadata.reasoning,
    latency_ms: metadata.latency,
    cost_usd: costReported === null ? null : costReported / 1e6,
    error_code: metadata.errorCode,
    git_commit: metadata.gitCommit,
    git_branch: metadata.gitBranch,
    repository: metadata.repository,
    machine: metadata.machine,
    tool_session_id: metadata.toolSession,
    source: metadata.source,
    service_tier: metadata.service,
    geography: metadata.geography,
    web_searches: metadata.webSearches,
  };
  return Object.fromEntries(
    Object.entries(members).filter((member): member is [string, string | number] => member[1] !== null),
  );
}
