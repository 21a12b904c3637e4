import { array, sample } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anyHistory } from "../../coding/any-history.ts";
import { historyUsers, Rounds } from "../../coding/coding-round.ts";
import { deliver, shuffled } from "../../coding/delivery.ts";
import { FeedReplica } from "../../coding/feed-replica.ts";
import { FollowedStream } from "../../coding/followed-stream.ts";
import { documented, listAll } from "../../coding/server-answers.ts";
import { startCodingServer } from "../../coding/server-pair.ts";
import { announcedRandom } from "../../seeded-random.ts";
import { until } from "../../until.ts";

const rounds = 25;
const historiesOfRound = 8;

let running: Awaited<ReturnType<typeof startCodingServer>>;
beforeAll(async () => void (running = await startCodingServer(historyUsers.slice(0, 2 * historiesOfRound))));
afterAll(async () => await running?.remove());

/** Sessions of calls that have moved since they were told say where they went; their calls are not told again. */
const placeless = <Event extends { readonly session_id: string }>(events: readonly Event[]) =>
  events.map((event) => ({ ...event, session_id: "" }));

test(
  "who listens, and comes again where it left off, knows what the lists say",
  { timeout: 60_000 },
  async () => {
    const { coding } = running;
    const { admin, server } = coding;
    const random = announcedRandom("stream");
    const address = `${server.url}/api/v1/stream`;
    const lists = new Rounds();
    const query = { from: "2000-01-01", to: "2100-01-01" };
    const replica = new FeedReplica();
    const whole = await FollowedStream.open(address, admin.secret);
    /** Of connections that break: what each brought. */
    const pieces: FollowedStream[] = [await FollowedStream.open(address, admin.secret)];
    let taken = 0;
    const histories = array(anyHistory, { minLength: historiesOfRound, maxLength: historiesOfRound });
    for (const sketches of sample(histories, { numRuns: rounds, seed: random.seed })) {
      const { items } = lists.next(sketches);
      for (const part of [items.slice(0, items.length >> 1), items.slice(items.length >> 1)]) {
        await deliver(coding, shuffled(part, random), random);
        const last = pieces.at(-1)!;
        last.close();
        const headers = { "last-event-id": last.lastEventId };
        pieces.push(await FollowedStream.open(address, admin.secret, headers));
      }
      // Whatever was answered before this is told before it, or with it.
      const id = `sentinel${taken}`;
      const [receipt] = await coding.sender.sendBatch([
        {
          id,
          user_id: "sentinel",
          type: "post-tool",
          adapter: "claude-code",
          ts: Date.UTC(2014, 0, 1) + taken,
          backfill: true,
          metadata: { model: "claude-opus-4-5", tokens_in: 1 },
        },
      ]);
      await until("the round is told", () =>
        whole.messages.some(({ data }) => data["id"] === receipt!.event_id),
      );
      for (const message of whole.messages.slice(taken)) replica.take(message);
      taken = whole.messages.length;
      expect(replica.faults).toEqual([]);
      const listed = await listAll(admin, query);
      const known = documented(replica);
      const shown = documented(listed);
      expect(known.sessions).toEqual(shown.sessions);
      expect(placeless(known.events)).toEqual(placeless(shown.events));
    }
    expect(taken).toBeGreaterThan(1_000);
    await until("the pieces are whole", () => pieces.at(-1)!.lastEventId === whole.lastEventId);
    expect(pieces.flatMap(({ messages }) => messages)).toEqual(whole.messages);
    for (const stream of [whole, ...pieces]) stream.close();
  },
);
