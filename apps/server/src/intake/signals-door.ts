import { HearthError } from "@hearth/core/errors";
import { signalLimits } from "@hearth/core/coding/signal-shape";
import { readSignal } from "@hearth/core/coding/read-signal";
import type { CodingReceipt, StoredCoding } from "@hearth/store/engines/sqlite/coding/stored-coding";
import type { SentSignal } from "@hearth/store/engines/sqlite/coding/signal-rows";
import type { IntakeAnswer, SignalScope, SignalsItem } from "./intake-item.ts";
import { readBody } from "./read-body.ts";
import { refusalOf } from "./refusals.ts";

/** Signals of one tenant that the group brings, and what became of them. */
interface TenantSignals {
  readonly scope: SignalScope;
  now: number;
  readonly signals: SentSignal[];
  receipts: readonly CodingReceipt[];
}

/** A receipt that is known at once, or the place of a signal among its tenant's. */
type Draft = CodingReceipt | number;

/**
 * Takes the signals of a group together: they are read one request after the other and stored at once, since
 * placing many calls into a stream costs little more than placing one.
 */
export class SignalsDoor {
  private readonly coding: StoredCoding;
  private tenants = new Map<string, TenantSignals>();

  constructor(coding: StoredCoding) {
    this.coding = coding;
  }

  /** Reads a body; the answer can be asked for once `store` is through. */
  read(item: SignalsItem, body: Buffer): IntakeAnswer | (() => IntakeAnswer) {
    const { id, scope, now } = item;
    try {
      const sent = signalsOf(readBody(body).value);
      const tenant = this.tenantOf(item);
      const drafts = sent.map((value, index) => draftOf(tenant, value, index, scope.user, now));
      return () => ({
        id,
        body: JSON.stringify({
          results: drafts.map((draft, index) => {
            const receipt = typeof draft === "number" ? tenant.receipts[draft]! : draft;
            return resultOf(idOf(sent[index]), receipt);
          }),
        }),
      });
    } catch (error) {
      if (!(error instanceof HearthError)) throw error;
      return { id, refusal: refusalOf(error) };
    }
  }

  /** Stores what was read. */
  store(): void {
    const tenants = [...this.tenants.values()];
    this.tenants.clear();
    for (const tenant of tenants) {
      tenant.receipts = this.coding.take(tenant.scope, tenant.signals, tenant.now);
    }
  }

  forget(): void {
    this.tenants.clear();
    this.coding.forget();
  }

  private tenantOf({ scope, now }: SignalsItem): TenantSignals {
    const name = `${scope.organizationId} ${scope.test}`;
    let tenant = this.tenants.get(name);
    if (!tenant) this.tenants.set(name, (tenant = { scope, now, signals: [], receipts: [] }));
    tenant.now = Math.max(tenant.now, now);
    return tenant;
  }
}

function signalsOf(value: unknown): readonly unknown[] {
  const { signals } = (value ?? {}) as { signals?: unknown };
  if (Array.isArray(signals)) return signals as unknown[];
  throw new HearthError("invalid_request", "signals must be an array of signals: send at least one.", [
    { path: "signals", message: "must be an array" },
  ]);
}

function draftOf(
  tenant: TenantSignals,
  value: unknown,
  index: number,
  sender: string | null,
  now: number,
): Draft {
  try {
    const signal = readSignal(value, now, `signals[${index}].`);
    const user = sender ?? signal.user;
    if (user === null) {
      return { status: "invalid", message: `signals[${index}].user_id is required: name whose signal it is` };
    }
    return tenant.signals.push({ ...signal, user }) - 1;
  } catch (error) {
    if (!(error instanceof HearthError)) throw error;
    return { status: "invalid", message: error.message };
  }
}

const idOf = (value: unknown): unknown => {
  const { id } = (value ?? {}) as { id?: unknown };
  return typeof id === "string" && id.length <= signalLimits.text ? id : null;
};

function resultOf(id: unknown, receipt: CodingReceipt): object {
  const { status } = receipt;
  if (status === "invalid") return { id, status, message: receipt.message };
  if (status === "deleted") return { id, status };
  const { eventId, signalId } = receipt;
  return { id, status, ...(eventId !== undefined && { event_id: eventId }), signal_id: signalId };
}
