import { SignalBatch, SignalBatchAnswer } from "@hearth/contract";
import { HearthError } from "@hearth/core/errors";
import { isMembers, type Members, signalLimits } from "@hearth/core/coding/signal-shape";
import { readTime } from "@hearth/core/coding/read-signal";
import { formatInstant } from "@hearth/core/time/instant";
import { readBody } from "../../intake/read-body.ts";
import { type EngineRequest, engineRoute } from "./engine-route.ts";
import { clockText, isClockOff, isOff, staleText } from "./signal-time.ts";
import { bodyOf, resultsOf, type SignalResult } from "./submit-signals.ts";

const mostSignals = 1_000;

export const sendSignals = engineRoute({
  method: "POST",
  path: "/signals/batch",
  operationId: "sendSignals",
  summary: "Send up to 1,000 signals and get a receipt for each",
  takesKeys: true,
  judgesTime: true,
  bodyShape: SignalBatch,
  answer: SignalBatchAnswer,
  async handle(request) {
    const { sender, verified, now, octets, submit } = request;
    const batch = readBatch(octets);
    if (isClockOff(verified, now)) {
      const message = `X-Forg-Timestamp ${clockText(now)}`;
      return withTime(
        now,
        batch.signals.map((value) => retry(value, message)),
      );
    }
    const signals = sender.device ? batch.signals : named(batch);
    if (!verified.isSigned || verified.sentAt !== undefined) {
      return await submit(signals === batch.signals ? octets : bodyOf(signals));
    }
    return await takeTimely(request, signals);
  },
});

interface Batch {
  readonly signals: readonly unknown[];
  readonly userId: unknown;
}

function readBatch(octets: Buffer): Batch {
  const { value } = readBody(octets);
  const { signals, user_id: userId } = isMembers(value) ? value : {};
  if (!Array.isArray(signals)) {
    throw new HearthError("invalid_request", "signals must be an array: send { signals: [ … ] }.", [
      { path: "signals", message: "must be an array of signals" },
    ]);
  }
  if (signals.length > mostSignals) {
    throw new HearthError(
      "too_large",
      `A batch has at most ${mostSignals} signals and this one has ${signals.length}: send it in parts.`,
      [{ path: "signals", message: `must have at most ${mostSignals} items` }],
    );
  }
  return { signals: signals as unknown[], userId };
}

/** Signals that name no user are the batch's. */
function named({ signals, userId }: Batch): readonly unknown[] {
  if (userId === undefined || userId === null || userId === "") return signals;
  if (typeof userId !== "string" || userId.length > signalLimits.text) {
    const message = `must be a string of at most ${signalLimits.text} characters`;
    throw new HearthError("invalid_request", `user_id ${message}.`, [{ path: "user_id", message }]);
  }
  return signals.map((value) =>
    isMembers(value) && isNone(value["user_id"]) ? { ...value, user_id: userId } : value,
  );
}

const isNone = (value: unknown): boolean => value === undefined || value === null || value === "";

/** A signature vouches for the signals but not for a time: each is judged by its own. */
async function takeTimely(
  { now, submit }: EngineRequest<unknown, unknown, unknown>,
  signals: readonly unknown[],
): Promise<object | string> {
  const timely = signals.map((value) => isTimely(value, now));
  const taken = resultsOf(await submit(bodyOf(signals.filter((_value, at) => timely[at]))));
  let next = 0;
  const results = signals.map((value, at) =>
    timely[at] ? taken[next++]! : retry(value, `ts ${staleText(now)}, or sign X-Forg-Timestamp`),
  );
  return timely.includes(false) ? withTime(now, results) : { results };
}

/** What cannot be read is the writer's to refuse. */
function isTimely(value: unknown, now: number): boolean {
  if (!isMembers(value) || value["backfill"] === true) return true;
  try {
    return !isOff(readTime(value["ts"], now, "ts"), now);
  } catch {
    return true;
  }
}

const retry = (value: unknown, message: string): SignalResult => ({
  id: idOf(isMembers(value) ? value : {}),
  status: "retry",
  message,
});

const idOf = ({ id }: Members): string | null =>
  typeof id === "string" && id.length <= signalLimits.text ? id : null;

const withTime = (now: number, results: readonly SignalResult[]): object => ({
  results,
  server_time: formatInstant(now),
});
