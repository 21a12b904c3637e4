import type { Mode } from "../access/secret-format.ts";
import type { Call } from "./call.ts";

/**
 * What sessions are made within. A windowed stream is cut into sessions by silence and by ends; a named
 * one is a single session that its client owns.
 */
export type Stream = WindowedStream | NamedStream;

export interface WindowedStream {
  readonly kind: "windowed";
  readonly mode: Mode;
  readonly user: string;
  readonly adapter: string;
  readonly project: string | null;
}

export interface NamedStream {
  readonly kind: "named";
  readonly mode: Mode;
  readonly name: string;
}

export function streamOf(
  mode: Mode,
  call: Pick<Call, "sessionName" | "user" | "adapter" | "project">,
): Stream {
  const { sessionName, user, adapter, project } = call;
  return sessionName === null
    ? { kind: "windowed", mode, user, adapter, project }
    : { kind: "named", mode, name: sessionName };
}

/** One text for each stream of an organization. */
export const streamName = (stream: Stream): string =>
  stream.kind === "named"
    ? JSON.stringify([stream.mode, stream.name])
    : JSON.stringify([stream.mode, stream.user, stream.adapter, stream.project]);

/** Milliseconds without a call that begin a new session: in a named session no silence does. */
export const timeoutOf = (stream: Stream, sessionTimeout: number): number =>
  stream.kind === "named" ? Infinity : sessionTimeout;
