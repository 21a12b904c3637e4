import type { CallPosition } from "@hearth/core/coding/call-position";
import type { ModelUse, SessionFigures } from "@hearth/core/coding/session-figures";
import type { SessionWindow } from "@hearth/core/coding/session-windows";
import type { StreamRow } from "./streams.ts";
import type { Terms } from "./terms.ts";

/** A row of `coding_sessions`, without its tenant and stream. */
export interface SessionRow {
  readonly first_time: number;
  readonly first_hash: Uint8Array;
  readonly last_time: number;
  readonly last_hash: Uint8Array;
  readonly subject_id: number;
  readonly model_id: number;
  readonly calls: number;
  readonly tokens_in: number;
  readonly tokens_out: number;
  readonly cache_read: number;
  readonly cache_write: number;
  readonly reasoning: number;
  readonly cost: number;
  readonly unpriced: number;
  readonly errors: number;
  readonly models: string | null;
}

export const sessionColumns = `first_time, first_hash, last_time, last_hash, subject_id, model_id, calls,
  tokens_in, tokens_out, cache_read, cache_write, reasoning, cost, unpriced, errors, models`;

/** A session as it is stored. */
export interface StoredWindow extends SessionWindow {
  readonly subjectId: number;
}

type StoredModel = readonly [model: number, calls: number, tokens: number, time: number, hash: string];

export const hashBytes = (hash: string): Uint8Array => Buffer.from(hash, "hex");
const hashText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

export function storedWindow(terms: Terms, row: SessionRow): StoredWindow {
  const first: CallPosition = { time: row.first_time, hash: hashText(row.first_hash) };
  const figures: SessionFigures = {
    calls: row.calls,
    tokensIn: row.tokens_in,
    tokensOut: row.tokens_out,
    cacheRead: row.cache_read,
    cacheWrite: row.cache_write,
    reasoning: row.reasoning,
    cost: row.cost,
    unpriced: row.unpriced,
    errors: row.errors,
    models: modelsOf(terms, row, first),
  };
  const last = { time: row.last_time, hash: hashText(row.last_hash) };
  return { first, last, figures, subjectId: row.subject_id };
}

function modelsOf(terms: Terms, row: SessionRow, first: CallPosition): readonly ModelUse[] {
  if (row.calls === 0) return [];
  if (row.models === null) {
    const tokens = row.tokens_in + row.tokens_out;
    return [{ model: terms.textOf(row.model_id), calls: row.calls, tokens, first }];
  }
  return (JSON.parse(row.models) as StoredModel[]).map(([model, calls, tokens, time, hash]) => ({
    model: terms.textOf(model),
    calls,
    tokens,
    first: { time, hash },
  }));
}

/** What a row of `coding_sessions` is inserted with, in the order of `insertedColumns`. */
export function sessionValues(
  terms: Terms,
  organizationId: number,
  stream: StreamRow,
  subject: StreamRow,
  { first, last, figures }: SessionWindow,
): (number | string | Uint8Array | null)[] {
  const term = (text: string): number => terms.idOf(organizationId, text);
  const models: StoredModel[] = figures.models.map((use) => [
    term(use.model),
    use.calls,
    use.tokens,
    use.first.time,
    use.first.hash,
  ]);
  return [
    organizationId,
    stream.id,
    first.time,
    hashBytes(first.hash),
    last.time,
    hashBytes(last.hash),
    stream.test,
    subject.id,
    term(subject.user),
    term(subject.project),
    term(subject.adapter),
    models[0]?.[0] ?? 0,
    figures.calls,
    figures.tokensIn,
    figures.tokensOut,
    figures.cacheRead,
    figures.cacheWrite,
    figures.reasoning,
    figures.cost,
    figures.unpriced,
    figures.errors,
    models.length > 1 ? JSON.stringify(models) : null,
  ];
}

export const insertedColumns = `organization_id, stream_id, first_time, first_hash, last_time, last_hash, test,
  subject_id, user_id, project_id, adapter_id, model_id, calls, tokens_in, tokens_out, cache_read, cache_write,
  reasoning, cost, unpriced, errors, models`;
