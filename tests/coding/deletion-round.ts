import { expect } from "vitest";
import type { SeededRandom } from "../seeded-random.ts";
import { expectSameAnswers, type Rounds } from "./coding-round.ts";
import { deliver, shuffled } from "./delivery.ts";
import type { HistorySketch } from "./history-sketch.ts";
import { deletedBy, type Deleted, leftOf, nothingDeleted } from "./oracle/deletion.ts";
import { foretell, type Told } from "./oracle/foretold-sessions.ts";
import { keysOf } from "./oracle/calls-of-reports.ts";
import type { CodingServer, ServerPair } from "./server-pair.ts";
import { type SentItem, tellsOfCall } from "./signal-item.ts";

/**
 * Part of the histories is sent, some sessions are deleted, then the rest is sent with much of what was sent
 * before, twice over: both servers agree with the oracle after every step, and every resend of what was
 * deleted is answered so.
 */
export async function runDeletionRound(
  pair: ServerPair,
  rounds: Rounds,
  sketches: readonly HistorySketch[],
  random: SeededRandom,
): Promise<void> {
  const { items, query } = rounds.next(sketches);
  let deleted: Deleted = nothingDeleted;
  let known: SentItem[] = [];
  for (const part of partsOf(shuffled(items, random), random)) {
    const sent = [...part, ...known.filter(() => random.chance(0.4))];
    known = [...known, ...part];
    const told = leftOf(known, deleted);
    for (const coding of pair.servers) await expectDelivery(coding, sent, { deleted, told }, random);
    const foretold = foretell(pair.tenant, told);
    await expectSameAnswers(pair, query, foretold);
    const doomed = foretold.sessions.filter(() => random.chance(0.3));
    for (const { id } of doomed)
      await Promise.all(pair.servers.map(async (coding) => await expectDeleted(coding, id)));
    deleted = deletedBy(deleted, foretold, told, doomed);
    await expectSameAnswers(pair, query, foretell(pair.tenant, leftOf(known, deleted)));
  }
}

/** Two or three parts, each of them a set of items. */
function partsOf(items: readonly SentItem[], random: SeededRandom): SentItem[][] {
  const cuts = [random.whole(1, items.length), random.whole(1, items.length)].toSorted((a, b) => a - b);
  return [items.slice(0, cuts[0]), items.slice(cuts[0], cuts[1]), items.slice(cuts[1])];
}

/** What has a deleted key is answered as deleted, and nothing is that will be there afterwards. */
async function expectDelivery(
  coding: CodingServer,
  sent: readonly SentItem[],
  { deleted, told }: { readonly deleted: Deleted; readonly told: Told },
  random: SeededRandom,
): Promise<void> {
  const living = new Set(told.reports);
  const delivered = (await deliver(coding, sent, random)).filter((each) => tellsOfCall(each.sent));
  const wrong = delivered.filter(({ sent: each, receipt }) =>
    receipt.status === "deleted" ? living.has(each) : keysOf(each).some((key) => deleted.keys.has(key)),
  );
  expect(wrong).toEqual([]);
}

/** Deletes a session for good: it is gone by its id, and cannot be deleted twice. */
async function expectDeleted({ admin }: CodingServer, id: string): Promise<void> {
  const path = `/api/v1/sessions/${encodeURIComponent(id)}`;
  expect([200, 204]).toContain((await admin.call("DELETE", path)).status);
  for (const method of ["GET", "DELETE"]) {
    expect(await admin.call(method, path), `${method} ${path}`).toMatchObject({
      status: 404,
      body: { code: "not_found" },
    });
  }
}
