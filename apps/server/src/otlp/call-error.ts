/**
 * What the names that providers and tools have for a failure mean here. Only names are known: whatever a
 * failure says in words stays where it was said.
 */
const codesByName: Readonly<Record<string, string>> = {
  rate_limit: "rate_limited",
  rate_limited: "rate_limited",
  rate_limit_error: "rate_limited",
  rate_limit_exceeded: "rate_limited",
  resource_exhausted: "rate_limited",
  insufficient_quota: "billing_error",
  billing_error: "billing_error",
  overloaded: "overloaded",
  overloaded_error: "overloaded",
  unavailable: "overloaded",
  authentication_error: "authentication_failed",
  authentication_failed: "authentication_failed",
  unauthenticated: "authentication_failed",
  permission_error: "permission_denied",
  permission_denied: "permission_denied",
  oauth_org_not_allowed: "permission_denied",
  not_found: "model_not_found",
  not_found_error: "model_not_found",
  model_not_found: "model_not_found",
  invalid_request: "invalid_request",
  invalid_request_error: "invalid_request",
  invalid_argument: "invalid_request",
  failed_precondition: "invalid_request",
  request_too_large: "request_too_large",
  context_length_exceeded: "context_window_exceeded",
  context_window_exceeded: "context_window_exceeded",
  model_context_window_exceeded: "context_window_exceeded",
  max_output_tokens: "max_output_tokens",
  timeout: "timeout",
  timeout_error: "timeout",
  deadline_exceeded: "timeout",
  api_error: "server_error",
  server_error: "server_error",
  internal: "server_error",
  internal_error: "server_error",
};

const codesByStatus: Readonly<Record<number, string>> = {
  400: "invalid_request",
  401: "authentication_failed",
  402: "billing_error",
  403: "permission_denied",
  404: "model_not_found",
  408: "timeout",
  413: "request_too_large",
  429: "rate_limited",
  503: "overloaded",
  504: "timeout",
  529: "overloaded",
};

/**
 * The code of a failure by its name, else by its HTTP status; `unknown` where neither tells, as of a
 * connection that broke.
 * @param status digits, or a name where a tool has put one in its place
 */
export function callError(type: string | null, status: string | null): string {
  return codeNamed(type) ?? codeNamed(status) ?? codeOfStatus(Number(status ?? "")) ?? "unknown";
}

function codeNamed(name: string | null): string | undefined {
  const known = name?.toLowerCase();
  return known !== undefined && Object.hasOwn(codesByName, known) ? codesByName[known] : undefined;
}

function codeOfStatus(status: number): string | undefined {
  if (Object.hasOwn(codesByStatus, status)) return codesByStatus[status];
  if (status >= 400 && status < 500) return "invalid_request";
  return status >= 500 && status < 600 ? "server_error" : undefined;
}
