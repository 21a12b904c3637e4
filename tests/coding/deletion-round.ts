import { expect } from "vitest";
import type { SeededRandom } from "../seeded-random.ts";
import { expectSameAnswers, type Rounds } from "./coding-round.ts";
import { deliver, shuffled } from "./delivery.ts";
import type { HistorySketch } from "./history-sketch.ts";
import { deletedBy, type Deleted, livingItems, nothingDeleted } from "./oracle/deletion.ts";
import { foretoldSessions } from "./oracle/foretold-sessions.ts";
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
  const parts = partsOf(shuffled(items, random), random);
  let deleted: Deleted = nothingDeleted;
  let known: SentItem[] = [];
  for (const part of parts) {
    const again = known.filter(() => random.chance(0.4));
    const sent = [...part, ...again];
    known = [...known, ...part];
    for (const coding of pair.servers) await expectDelivery(coding, sent, deleted, random);
    const living = livingItems(known, deleted);
    const sessions = foretoldSessions(pair.tenant, living, deleted);
    await expectSameAnswers(pair, query, sessions, living);
    const doomed = sessions.filter(() => random.chance(0.3));
    for (const { id } of doomed)
      await Promise.all(pair.servers.map(async (coding) => await expectDeleted(coding, id)));
    deleted = deletedBy(deleted, doomed, living);
    const left = livingItems(known, deleted);
    await expectSameAnswers(pair, query, foretoldSessions(pair.tenant, left, deleted), left);
  }
}

/** Two or three parts, each of them a set of items. */
function partsOf(items: readonly SentItem[], random: SeededRandom): SentItem[][] {
  const cuts = [random.whole(1, items.length), random.whole(1, items.length)].toSorted((a, b) => a - b);
  return [items.slice(0, cuts[0]), items.slice(cuts[0], cuts[1]), items.slice(cuts[1])];
}

async function expectDelivery(
  coding: CodingServer,
  sent: readonly SentItem[],
  deleted: Deleted,
  random: SeededRandom,
): Promise<void> {
  const delivered = await deliver(coding, sent, random);
  const wrong = delivered.filter(
    ({ sent: each, receipt }) =>
      tellsOfCall(each) &&
      (receipt.status === "deleted") !== keysOf(each).some((key) => deleted.keys.has(key)),
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
