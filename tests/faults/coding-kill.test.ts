import { sample } from "fast-check";
import { afterEach, expect, test } from "vitest";
import { historyUsers, Rounds } from "../coding/coding-round.ts";
import { type CodingClient } from "../coding/coding-client.ts";
import { shuffled } from "../coding/delivery.ts";
import { expectFiguresAddUp } from "../coding/expect-figures.ts";
import { anyHistory } from "../coding/any-history.ts";
import { foretell, toldBy } from "../coding/oracle/foretold-sessions.ts";
import { documented, listAll } from "../coding/server-answers.ts";
import { type CodingServer, startCodingServer } from "../coding/server-pair.ts";
import type { ItemReceipt, SentItem } from "../coding/signal-item.ts";
import { announcedRandom, type SeededRandom } from "../seeded-random.ts";
import { until } from "../until.ts";

const kills = 8;
const historiesARound = 20;
const clients = 8;

let running: Awaited<ReturnType<typeof startCodingServer>> | undefined;
afterEach(async () => await running?.remove());

/** A batch of one sender; `answers` counts how often it was acknowledged. */
interface Batch {
  readonly client: CodingClient;
  readonly sent: readonly SentItem[];
  readonly items: readonly SentItem["item"][];
  isAcknowledged: boolean;
}

test(
  `calls that were acknowledged survive ${kills} kills under load, once each`,
  { timeout: 180_000 },
  async () => {
    const random = announcedRandom("coding kill");
    running = await startCodingServer(historyUsers);
    const { tenant, coding } = running;
    const rounds = new Rounds();
    const all: SentItem[] = [];
    const batches: Batch[] = [];
    const faults: unknown[] = [];
    for (let kill = 0; kill < kills; kill++) {
      const seed = random.whole(0, 2 ** 31 - 1);
      const { items } = rounds.next(sample(anyHistory, { seed, numRuns: historiesARound }));
      all.push(...items);
      const fresh = batchesOf(coding, items, random);
      batches.push(...fresh);
      // What was not acknowledged is sent again, and some of what was.
      const waiting = shuffled(
        batches.filter((batch) => !batch.isAcknowledged || random.chance(0.05)),
        random,
      );
      let answered = 0;
      const load = Promise.all(
        Array.from({ length: clients }, async () => await sendAll(waiting, faults, () => answered++)),
      );
      const enough = random.whole(1, Math.max(1, Math.floor(waiting.length * 0.9)));
      await until("some of the load is acknowledged", () => answered >= enough, 40_000);
      await coding.server.kill();
      await load;
      await coding.server.start();
    }
    const acknowledged = batches.filter(({ isAcknowledged }) => isAcknowledged);
    process.stdout.write(`coding kill: ${acknowledged.length} of ${batches.length} batches acknowledged\n`);
    expect(acknowledged.length).toBeGreaterThan(kills);
    expect(acknowledged.length).toBeLessThan(batches.length);
    for (const batch of acknowledged) {
      const receipts = await batch.client.sendBatch(batch.items);
      // A call that comes as new, or says something new, had been lost.
      faults.push(...receipts.filter(({ status }) => status !== "duplicate"));
    }
    const left = shuffled(
      batches.filter(({ isAcknowledged }) => !isAcknowledged),
      random,
    );
    await sendAll(left, faults, () => undefined);
    expect(faults).toEqual([]);
    const listed = await listAll(coding.admin, {});
    expect(documented(listed)).toEqual(foretell(tenant, toldBy(all)).answers);
    await expectFiguresAddUp(coding, listed);
  },
);

function batchesOf(
  { sender, devices }: CodingServer,
  items: readonly SentItem[],
  random: SeededRandom,
): Batch[] {
  const bySender = Map.groupBy(shuffled(items, random), ({ user }) =>
    random.chance(0.5) ? sender : random.pick(devices.get(user)!),
  );
  return [...bySender].flatMap(([client, own]) => {
    const batches: Batch[] = [];
    for (let at = 0; at < own.length;) {
      const sent = own.slice(at, (at += random.whole(1, 6)));
      const items = sent.map(({ user, item }) => (client === sender ? { ...item, user_id: user } : item));
      batches.push({ client, sent, items, isAcknowledged: false });
    }
    return batches;
  });
}

const taken: ReadonlySet<ItemReceipt["status"]> = new Set(["stored", "enriched", "duplicate"]);

/** Takes batches off the list until it is empty or the server is gone; what it could not send stays unacknowledged. */
async function sendAll(waiting: Batch[], faults: unknown[], answered: () => void): Promise<void> {
  for (let batch = waiting.pop(); batch; batch = waiting.pop()) {
    try {
      const receipts = await batch.client.sendBatch(batch.items);
      faults.push(...receipts.filter(({ status }) => !taken.has(status)));
      batch.isAcknowledged = true;
      answered();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return;
    }
  }
}
