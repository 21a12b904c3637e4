import { EmitAnswer, EmitBody } from "@hearth/contract";
import { HearthError } from "@hearth/core/errors";
import type { SignalType } from "@hearth/core/coding/signal";
import { engineRoute } from "./engine-route.ts";
import { takeSignal } from "./send-signal.ts";

/** What the hooks of tools are as signals; any other tells of a call and no more. */
const typeOfHook: ReadonlyMap<string, SignalType> = new Map([
  ["UserPromptSubmit", "user-prompt"],
  ["PostToolUse", "post-tool"],
  ["PreCompact", "pre-compact"],
  ["SessionStart", "session-start"],
  ["SessionEnd", "session-end"],
  ["Stop", "stop"],
]);

export const emit = engineRoute({
  method: "POST",
  path: "/emit",
  operationId: "emit",
  summary: "Tell of one call, as adapters tell their local agent",
  takesKeys: true,
  body: EmitBody,
  answer: EmitAnswer,
  async handle(request) {
    const { adapter, ts, session_id, project_id, user_id, hook, ...figures } = request.body;
    const { model, tokens_in, tokens_out, cost_usd, latency_ms, error_code } = figures;
    if ([tokens_in, tokens_out, cost_usd].every((figure) => figure === undefined || figure === null)) {
      throw new HearthError(
        "invalid_request",
        "tokens_in, tokens_out or cost_usd is required: send at least one of them.",
        [{ path: "tokens_in", message: "is required, or tokens_out, or cost_usd" }],
      );
    }
    await takeSignal(request, {
      type: typeOfHook.get(hook ?? "") ?? "post-tool",
      adapter,
      ts,
      session_id,
      project_id,
      user_id,
      metadata: {
        model,
        tokens_in,
        tokens_out,
        cost_usd,
        latency_ms,
        error_code,
        ...(hook && { source: "hook" }),
      },
    });
    return { blocked: false };
  },
});
