import { type SentItem, tellsOfCall } from "../signal-item.ts";

/** Signals of one type and id are one signal; without an id it is everything else that tells them apart. */
export const signalName = (sent: SentItem): string =>
  JSON.stringify([sent.item.type, sent.item.id ?? placeOf(sent)]);

/** What is kept beside calls. A call that ends its session is such a signal too. */
export const tellsOfSignal = (sent: SentItem): boolean =>
  sent.item.type === "session-end" || !tellsOfCall(sent);

/** Every signal that is no call once, the earliest of its name. */
export const keptSignals = (sent: readonly SentItem[]): SentItem[] =>
  [...Map.groupBy(sent.filter(tellsOfSignal), signalName).values()].map(
    (same) => same.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))[0]!,
  );

const placeOf = ({ user, time, item }: SentItem): string =>
  JSON.stringify([time, item.session_id ?? "", user, item.adapter, item.project_id ?? ""]);
