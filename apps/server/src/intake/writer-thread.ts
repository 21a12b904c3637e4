import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { Commands } from "@hearth/store/commands";
import { CodingNotes } from "@hearth/store/engines/sqlite/coding/coding-notes";
import { openWriter } from "@hearth/store/engines/sqlite/open";
import { ledgerAt } from "@hearth/store/games/erasure/ledger";
import type { Schema } from "@hearth/store/schema";
import { cursorKeyOf, publicIdsOf } from "@hearth/store/settings";
import type { Kysely } from "kysely";
import type { IntakeItem } from "./intake-item.ts";
import { refusalOf, storageRefusal } from "./refusals.ts";
import type { StoredCoding } from "@hearth/store/engines/sqlite/coding/stored-coding";
import type { SignalsDoor } from "./signals-door.ts";
import type { AnyCommand, FromWriter, ToWriter, WriterSetup } from "./writer-messages.ts";
import { Writer } from "./writer.ts";
import { HearthError } from "@hearth/core/errors";
import { releaseStartMemory } from "../threads/release-start-memory.ts";

const setup = workerData as WriterSetup;
const port = parentPort as MessagePort;
const database = openWriter(setup.database);
const ids = publicIdsOf(database);
const accessVersion = new Int32Array(setup.accessVersion);
const noteAccessChange = (): void => void Atomics.add(accessVersion, 0, 1);
const notes = new CodingNotes((news) => send({ kind: "news", news }));
const writer = new Writer(database, ids, notes, noteForeignWrite);
const ledger = ledgerAt(setup.ledger, setup.secret);
const shared = { ids, ledger, cursorKey: cursorKeyOf(database), coding: openCoding };
let commandRoom: Promise<CommandRoom> | undefined;
let coding: StoredCoding | undefined;

/** Octets and requests of one group: enough to make the disk's wait cheap, little enough to answer soon. */
const groupBytes = 4 * 1024 * 1024;
const groupItems = 1_024;
/** Milliseconds between two looks for writes of other processes while nothing arrives. */
const noticeInterval = 100;
const quietIntervals = 300;
/** KiB of pages that are kept while signals come: keys lie all over their index. */
const signalsCache = 131_072;

const waiting: ToWriter[] = [];
let working = false;
/** Intervals since the last work. */
let quiet = 0;

const send = (message: FromWriter): void => port.postMessage(message);

function drain(): void {
  for (;;) {
    const received: { message: ToWriter } | undefined = receiveMessageOnPort(port);
    if (!received) return;
    waiting.push(received.message);
  }
}

async function work(): Promise<void> {
  working = true;
  quiet = 0;
  for (drain(); waiting.length > 0; drain()) {
    const next = waiting[0]!;
    if (next.kind === "intake") {
      if (!writer.signals && waiting.some(bringsSignals)) writer.signals = await openSignals();
      runGroup();
    } else if (next.kind === "command") await runCommand(waiting.shift() as typeof next);
    else if (next.kind === "listen") listen(waiting.shift() as typeof next);
    else stop();
  }
  working = false;
}

/** Takes the batches that wait at the front, up to a group's size, and commits them together. */
function runGroup(): void {
  const batches: { items: readonly IntakeItem[]; bodies: ArrayBuffer }[] = [];
  let items = 0;
  let bytes = 0;
  for (
    let next = waiting[0];
    next?.kind === "intake" && items < groupItems && bytes < groupBytes;
    next = waiting[0]
  ) {
    batches.push(next);
    items += next.items.length;
    bytes += next.bodies.byteLength;
    waiting.shift();
  }
  const started = performance.now();
  const answers = writer.run(...joined(batches, bytes));
  send({ kind: "answers", answers, commitMs: performance.now() - started });
}

function joined(
  batches: readonly { items: readonly IntakeItem[]; bodies: ArrayBuffer }[],
  bytes: number,
): [IntakeItem[], Buffer] {
  if (batches.length === 1) return [[...batches[0]!.items], Buffer.from(batches[0]!.bodies)];
  const bodies = Buffer.allocUnsafe(bytes);
  const items: IntakeItem[] = [];
  let offset = 0;
  for (const batch of batches) {
    bodies.set(new Uint8Array(batch.bodies), offset);
    for (const item of batch.items)
      items.push({ ...item, start: item.start + offset, end: item.end + offset });
    offset += batch.bodies.byteLength;
  }
  return [items, bodies];
}

async function runCommand({ id, name, tenant, now, input }: ToWriter & { kind: "command" }): Promise<void> {
  try {
    const { commands, db } = await (commandRoom ??= openCommandRoom());
    const command = commands[name] as AnyCommand;
    const context = { ...shared, db, ...tenant, now };
    const result = await writer.transact(async () => await command(context, input as never));
    noteAccessChange();
    send({ kind: "result", id, result });
  } catch (error) {
    send({
      kind: "failure",
      id,
      refusal: error instanceof HearthError ? refusalOf(error) : storageRefusal(error),
    });
  }
}

function listen({ id, tenants }: ToWriter & { kind: "listen" }): void {
  // What others wrote until now is no news to whoever begins to listen.
  writer.noticeOthers();
  notes.listen(tenants);
  send({ kind: "result", id, result: undefined });
}

function noteForeignWrite(): void {
  noteAccessChange();
  if (notes.isHeard) send({ kind: "foreign-write" });
}

interface CommandRoom {
  readonly commands: Commands;
  readonly db: Kysely<Schema>;
}

/** Loaded with the first command: intake does without the query builder, and starts sooner. */
async function openCommandRoom(): Promise<CommandRoom> {
  const [{ commands }, { kyselyOver }] = await Promise.all([
    import("@hearth/store/commands"),
    import("@hearth/store/engines/sqlite/kysely-over"),
  ]);
  return { commands, db: kyselyOver(database) };
}

const bringsSignals = (message: ToWriter): boolean =>
  message.kind === "intake" && message.items.some(({ door }) => door === "signals");

/** Loaded with the first signal: a server of games alone carries no prices. */
async function openSignals(): Promise<SignalsDoor> {
  const { SignalsDoor } = await import("./signals-door.ts");
  return new SignalsDoor(await openCoding());
}

async function openCoding(): Promise<StoredCoding> {
  const [{ StoredCoding }, { watchedPrices }] = await Promise.all([
    import("@hearth/store/engines/sqlite/coding/stored-coding"),
    import("@hearth/prices"),
  ]);
  database.pragma(`cache_size = -${signalsCache}`);
  const prices = watchedPrices({
    overrideFile: setup.prices,
    onFault: ({ message: text }) => send({ kind: "notice", text }),
  });
  return (coding ??= new StoredCoding(database, prices, notes));
}

function stop(): never {
  database.pragma("wal_checkpoint(truncate)");
  database.close();
  process.exit(0);
}

port.on("message", (message: ToWriter) => {
  waiting.push(message);
  if (!working) void work();
});

setInterval(() => {
  if (working) return;
  writer.noticeOthers();
  // What a burst has cached is given back once nothing follows it.
  if (++quiet === quietIntervals) database.pragma("shrink_memory");
}, noticeInterval).unref();

send({ kind: "ready" });
releaseStartMemory();
