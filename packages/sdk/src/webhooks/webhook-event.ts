export type WebhookEventType =
  | "session.started"
  | "session.ended"
  | "budget.exceeded"
  | "budget.warning"
  | "rule.triggered"
  | "anomaly.detected";

/** What a webhook's body holds. The same `id` may be delivered more than once. */
export interface WebhookEvent<Data = Readonly<Record<string, unknown>>> {
  readonly id: string;
  readonly type: WebhookEventType;
  readonly org_id: string;
  readonly ts: string;
  readonly data: Data;
}
