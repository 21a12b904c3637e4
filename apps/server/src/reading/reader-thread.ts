import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { StoreContext } from "@hearth/store/context";
import { HearthError } from "@hearth/core/errors";
import { kyselyOver } from "@hearth/store/engines/sqlite/kysely-over";
import { openReader } from "@hearth/store/engines/sqlite/open";
import { stringify } from "@hearth/store/json-text";
import { questions } from "@hearth/store/questions";
import { cursorKeyOf, publicIdsOf } from "@hearth/store/settings";
import { refusalOf, storageRefusal } from "../intake/refusals.ts";
import type { FromReader, ReaderSetup, ToReader } from "./reader-messages.ts";
import { releaseStartMemory } from "../threads/release-start-memory.ts";

const setup = workerData as ReaderSetup;
const port = parentPort as MessagePort;
const database = openReader(setup.database);
const shared = { db: kyselyOver(database), ids: publicIdsOf(database), cursorKey: cursorKeyOf(database) };

/** Everything one answer is made of is read at one moment: a page and its total agree. */
async function answer({ id, name, tenant, now, input }: ToReader): Promise<FromReader> {
  const question = questions[name] as (context: StoreContext, input: never) => Promise<unknown>;
  database.exec("begin");
  try {
    return { id, json: stringify(await question({ ...shared, ...tenant, now }, input as never)) };
  } catch (error) {
    return { id, refusal: error instanceof HearthError ? refusalOf(error) : storageRefusal(error) };
  } finally {
    database.exec("commit");
  }
}

let last = Promise.resolve();
port.on("message", (message: ToReader) => {
  last = last.then(async () => port.postMessage(await answer(message)));
});
releaseStartMemory();
