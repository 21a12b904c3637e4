import type { SeededRandom } from "../seeded-random.ts";
import type { CodingClient } from "./coding-client.ts";
import type { CodingServer } from "./server-pair.ts";
import type { ItemReceipt, SentItem, SignalItem } from "./signal-item.ts";

export interface Delivered {
  readonly sent: SentItem;
  readonly receipt: ItemReceipt;
}

interface Batch {
  readonly client: CodingClient;
  readonly sent: readonly SentItem[];
  readonly items: readonly SignalItem[];
  readonly isZipped: boolean;
}

const atOnce = 32;

/**
 * Sends items shuffled, in batches of any size, some of them twice, through the devices of their users and a
 * key that speaks for all of them, several batches at a time.
 */
export async function deliver(
  { sender, devices }: Pick<CodingServer, "sender" | "devices">,
  items: readonly SentItem[],
  random: SeededRandom,
): Promise<Delivered[]> {
  const doubled = random.chance(0.5) ? 0.2 : 0;
  const twice = [...items, ...items.filter(() => random.chance(doubled))];
  const inOrder = random.chance(0.1) ? twice : shuffled(twice, random);
  // Shares of what each user's devices send themselves.
  const shares = new Map([...devices.keys()].map((user) => [user, random.pick([0, 0, 0.5, 1])]));
  const bySender = Map.groupBy(inOrder, ({ user }) =>
    random.chance(shares.get(user)!) ? random.pick(devices.get(user)!) : sender,
  );
  const batches = shuffled(
    [...bySender].flatMap(([client, own]) => batchesOf(client, own, client === sender, random)),
    random,
  );
  const again = batches.filter(() => random.chance(doubled / 2));
  return await deliverBatches([...batches, ...again]);
}

function batchesOf(
  client: CodingClient,
  own: readonly SentItem[],
  isKey: boolean,
  random: SeededRandom,
): Batch[] {
  const batches: Batch[] = [];
  const most = random.pick(isKey ? [8, 40, 1_000] : [1, 3, 8]);
  for (let at = 0; at < own.length;) {
    const sent = own.slice(at, (at += random.whole(1, most)));
    const items = sent.map(({ user, item }) => (isKey ? { ...item, user_id: user } : item));
    batches.push({ client, sent, items, isZipped: random.chance(0.1) });
  }
  return batches;
}

async function deliverBatches(batches: readonly Batch[]): Promise<Delivered[]> {
  const waiting = batches.values();
  const delivered: Delivered[] = [];
  const lane = async (): Promise<void> => {
    for (const { client, sent, items, isZipped } of waiting) {
      const receipts = await client.sendBatch(items, isZipped);
      delivered.push(...receipts.map((receipt, at) => ({ sent: sent[at]!, receipt })));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return delivered;
}

export function shuffled<Item>(items: readonly Item[], random: SeededRandom): Item[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = random.whole(0, at);
    [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
  }
  return mixed;
}
