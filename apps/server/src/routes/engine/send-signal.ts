import { SignalAnswer, SignalItem } from "@hearth/contract";
import { HearthError } from "@hearth/core/errors";
import { readSignal } from "@hearth/core/coding/read-signal";
import { readBody } from "../../intake/read-body.ts";
import { type EngineRequest, engineRoute } from "./engine-route.ts";
import { isOff, staleText } from "./signal-time.ts";
import { bodyOf, resultsOf, type SignalResult } from "./submit-signals.ts";

export const sendSignal = engineRoute({
  method: "POST",
  path: "/signals",
  operationId: "sendSignal",
  summary: "Send one signal",
  takesKeys: true,
  bodyShape: SignalItem,
  answer: SignalAnswer,
  async handle(request) {
    const { value } = readBody(request.octets);
    const { signal_id, event_id, status } = await takeSignal(request, value);
    if (status === "deleted") return { ok: true, signal_id: null, deleted: true };
    return { ok: true, signal_id, ...(event_id !== undefined && { event_id }) };
  },
});

/**
 * Stores one signal of its own request.
 * @throws HearthError `invalid_request`
 */
export async function takeSignal(
  { sender, verified, now, submit }: EngineRequest<unknown, unknown, unknown>,
  value: unknown,
): Promise<SignalResult> {
  const signal = readSignal(value, now);
  if (!sender.device && signal.user === null) {
    throw fault("user_id", "is required with an API key: name whose signal it is");
  }
  if (verified.isSigned && !signal.backfill && isOff(signal.time, now)) throw fault("ts", staleText(now));
  const [result] = resultsOf(await submit(bodyOf([value])));
  if (!result || result.status === "retry") {
    throw new HearthError("overloaded", "The server could not take the signal now: send it again.");
  }
  if (result.status === "invalid") throw wholeFault(result.message);
  return result;
}

const fault = (path: string, message: string): HearthError =>
  new HearthError("invalid_request", `${path} ${message}.`, [{ path, message }]);

/** What the writer says of the first signal of a batch, said of the one signal there is. */
function wholeFault(message = "is not valid"): HearthError {
  const text = message.replace(/^signals\[0\]\.?/, "").replace(/\.$/, "");
  const [path = "body"] = text.split(" ");
  return fault(path, text.slice(path.length + 1));
}
