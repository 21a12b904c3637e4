import type { ErrorCode } from "@hearth/core/errors";

/** How a request is written, and so its answer. */
export type OtlpEncoding = "json" | "protobuf";

export const mediaTypes: Readonly<Record<OtlpEncoding, string>> = {
  json: "application/json",
  protobuf: "application/x-protobuf",
};

/** @param contentType as sent; undefined is answered for what is neither */
export function encodingOf(contentType: string | undefined): OtlpEncoding | undefined {
  const type = contentType?.split(";")[0]!.trim().toLowerCase();
  if (type === mediaTypes.json) return "json";
  return type === mediaTypes.protobuf || type === "application/protobuf" ? "protobuf" : undefined;
}

/** Records that could not be taken, and why the first could not. */
export interface Rejected {
  readonly count: number;
  readonly message: string;
}

/** An `ExportLogsServiceResponse`, or that of metrics: nothing where everything was taken. */
export function exportAnswer(encoding: OtlpEncoding, rejected?: Rejected): Buffer {
  if (encoding === "json") {
    return json(
      rejected
        ? { partialSuccess: { rejectedLogRecords: String(rejected.count), errorMessage: rejected.message } }
        : {},
    );
  }
  if (!rejected) return Buffer.alloc(0);
  return lengthField(1, Buffer.concat([numberField(1, rejected.count), textField(2, rejected.message)]));
}

/** Codes of `google.rpc.Code`. */
const rpcCodes: Readonly<Record<ErrorCode, number>> = {
  invalid_request: 3,
  unsupported_type: 3,
  too_large: 3,
  not_found: 5,
  conflict: 6,
  forbidden: 7,
  insufficient_scope: 7,
  rate_limited: 8,
  storage_full: 8,
  gone: 5,
  internal: 13,
  overloaded: 14,
  unauthenticated: 16,
};

/** A `google.rpc.Status`, the form in which OTLP is told of failures. */
export function statusAnswer(encoding: OtlpEncoding, code: ErrorCode, message: string): Buffer {
  if (encoding === "json") return json({ code: rpcCodes[code], message });
  return Buffer.concat([numberField(1, rpcCodes[code]), textField(2, message)]);
}

const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));

const numberField = (field: number, value: number): Buffer =>
  Buffer.concat([varint(field * 8), varint(value)]);

const textField = (field: number, text: string): Buffer => lengthField(field, Buffer.from(text));

const lengthField = (field: number, value: Buffer): Buffer =>
  Buffer.concat([varint(field * 8 + 2), varint(value.length), value]);

function varint(value: number): Buffer {
  const octets: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) octets.push((rest % 0x80) | 0x80);
  return Buffer.from([...octets, rest]);
}
