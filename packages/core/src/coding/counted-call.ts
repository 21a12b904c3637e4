import type { Mode } from "../access/secret-format.ts";
import type { Call } from "./call.ts";

/**
 * One conversation of one tool, by the tool's own id. Where its transcript is known, telemetry that shares
 * no key with a transcript call tells of the same calls a second time: it is kept and not counted.
 */
export interface ToolSession {
  readonly mode: Mode;
  readonly user: string;
  readonly adapter: string;
  readonly id: string;
}

export const toolSessionOf = (mode: Mode, { user, adapter, toolSession }: Call): ToolSession | undefined =>
  toolSession === null ? undefined : { mode, user, adapter, id: toolSession };

export const isTranscriptCall = ({ sources }: Call): boolean => sources.includes("transcript");

/** Whether all that is known of a call is the tool's telemetry. */
export const isTelemetryOnly = ({ sources }: Call): boolean => sources.every((source) => source === "otlp");

/**
 * Whether a call is counted: placed into a session and added to the roll-ups. It depends on what is known
 * of the call's tool session and not on what came first, so a tool session's first transcript call takes
 * its telemetry-only calls out of their windows, and its last one's removal puts them back.
 * @param hasTranscript whether any living call of the same tool session is a transcript call
 */
export const isCounted = (call: Call, hasTranscript: boolean): boolean =>
  call.toolSession === null || !hasTranscript || !isTelemetryOnly(call);
