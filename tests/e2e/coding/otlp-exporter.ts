import { gzipSync } from "node:zlib";
import { encodeLogs } from "../../../apps/server/src/otlp/fixtures/encode-otlp.ts";
import type { JsonLogs } from "../../../apps/server/src/otlp/fixtures/otlp-request.ts";
import { WireReader } from "../../../apps/server/src/otlp/wire-reader.ts";
import { type Answer, send } from "../../send.ts";
import { withRows } from "../../stored-rows.ts";

export type Encoding = "json" | "protobuf";

export const encodings = ["json", "protobuf"] as const;

export const typeOf = (encoding: Encoding): string =>
  encoding === "json" ? "application/json" : "application/x-protobuf";

/** A tool's exporter that holds one secret. */
export class OtlpExporter {
  private readonly server: { readonly url: string };
  private readonly secret: string | undefined;

  constructor(server: { readonly url: string }, secret?: string) {
    this.server = server;
    this.secret = secret;
  }

  async post(
    path: "/v1/logs" | "/v1/metrics",
    body: string | Uint8Array,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    return await send(this.server.url + path, {
      method: "POST",
      headers: { ...(this.secret !== undefined && { authorization: `Bearer ${this.secret}` }), ...headers },
      body,
    });
  }

  async logs(logs: JsonLogs, encoding: Encoding = "protobuf", isZipped = true): Promise<Answer> {
    const plain = encoding === "json" ? Buffer.from(JSON.stringify(logs)) : encodeLogs(logs);
    return await this.post("/v1/logs", isZipped ? gzipSync(plain) : plain, {
      "content-type": typeOf(encoding),
      ...(isZipped && { "content-encoding": "gzip" }),
    });
  }
}

/** What an export was answered in part: how many records were refused, and why; undefined where none was. */
export function partialOf({ bytes, headers }: Answer): { rejected: number; message: string } | undefined {
  if (headers["content-type"] === typeOf("json")) {
    const { partialSuccess } = JSON.parse(bytes.toString()) as {
      partialSuccess?: { rejectedLogRecords: string; errorMessage: string };
    };
    if (!partialSuccess) return undefined;
    return { rejected: Number(partialSuccess.rejectedLogRecords), message: partialSuccess.errorMessage };
  }
  const reader = new WireReader(bytes);
  if (!reader.next()) return undefined;
  const [rejected, message] = numberAndText(reader.message());
  return { rejected, message };
}

/** The `google.rpc.Status` of a refusal. */
export function statusOf({ bytes, headers }: Answer): { code: number; message: string } {
  if (headers["content-type"] === typeOf("json")) {
    return JSON.parse(bytes.toString()) as { code: number; message: string };
  }
  const [code, message] = numberAndText(new WireReader(bytes));
  return { code, message };
}

function numberAndText(reader: WireReader): [number, string] {
  let [number, text] = [0, ""];
  while (reader.next()) {
    if (reader.field === 1) number = reader.signed64();
    else if (reader.field === 2) text = reader.text();
  }
  return [number, text];
}

/** A call as the store has it; tokens, milliseconds, micro-dollars. */
export interface StoredCall {
  readonly keys: readonly string[];
  readonly test: number;
  readonly isCounted: boolean;
  readonly user: string;
  readonly adapter: string;
  readonly project: string;
  readonly model: string;
  readonly tokens_in: number | null;
  readonly tokens_out: number | null;
  readonly latency: number | null;
  readonly cost_reported: number | null;
  readonly error: string | null;
}

/** Every call of an organization, in the order of their times. */
export const storedCalls = (folder: string, organizationId = 1): readonly StoredCall[] =>
  withRows(folder, (rows) =>
    rows
      .all(
        `select c.keys, s.test, t.kind, s.user_id as user, s.adapter, s.project_id as project, m.term as model,
          c.tokens_in, c.tokens_out, c.latency, c.cost_reported, e.term as error
        from coding_calls c join coding_streams t on t.id = c.stream_id join coding_streams s on s.id = c.subject_id
        join coding_terms m on m.id = c.model_id left join coding_terms e on e.id = c.error_id
        where c.organization_id = ? order by c.time, c.keys`,
        organizationId,
      )
      .map(({ keys, kind, ...row }) => ({
        ...(row as unknown as Omit<StoredCall, "keys" | "isCounted">),
        keys: JSON.parse(String(keys)) as string[],
        isCounted: kind !== "aside",
      })),
  );
