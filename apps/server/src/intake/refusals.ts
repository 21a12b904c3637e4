import { HearthError } from "@hearth/core/errors";
import type { FaultCause, Refusal } from "./intake-item.ts";

export const refusalOf = ({ code, message, details }: HearthError): Refusal => ({ code, message, details });

const full = /^SQLITE_(FULL|IOERR)/;
const busy = /^SQLITE_(BUSY|LOCKED)/;

/** What a failure of the store means to the sender. The engine's own words stay here. */
export function storageRefusal(error: unknown): Refusal {
  if (error instanceof HearthError) return refusalOf(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (full.test(code)) {
    return {
      code: "storage_full",
      message:
        "The server's disk is full or not writable; nothing of this request was stored, send it again later.",
      details: [],
    };
  }
  if (busy.test(code)) {
    return {
      code: "overloaded",
      message:
        "The server is busy with maintenance; nothing of this request was stored, send it again shortly.",
      details: [],
    };
  }
  return {
    code: "internal",
    message: "The server failed on this request and stored nothing of it; its log names the request id.",
    details: [],
    cause: causeOf(error),
  };
}

const frame = /([\w.-]+\/[\w.-]+\.(?:ts|js|mjs|cjs):\d+):\d+\)?$/m;

/** What the log may say of a failure that nobody foresaw. */
export function causeOf(error: unknown): FaultCause {
  if (!(error instanceof Error)) return { error: typeof error };
  const at = frame.exec(error.stack ?? "")?.[1];
  return {
    error: error.name,
    ...("code" in error && { code: String(error.code) }),
    ...(at !== undefined && { at }),
  };
}
