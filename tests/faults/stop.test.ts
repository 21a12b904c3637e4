import { openWriter } from "@hearth/store/engines/sqlite/open";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Game } from "../game.ts";
import { FailedStart, ServerProcess } from "../server-process.ts";
import { withRows } from "../stored-rows.ts";

const lanes = 16;
/** Events stored before the server is asked to end. */
const mark = 500;
let server: ServerProcess;

beforeEach(async () => {
  server = new ServerProcess({});
  await server.start();
});

afterEach(async () => await server.remove());

/** Starts another server and returns how it refused to. */
async function refusedStart(other: ServerProcess): Promise<FailedStart> {
  try {
    await other.start();
  } catch (error) {
    if (error instanceof FailedStart) return error;
    throw error;
  } finally {
    await other.remove();
  }
  throw new Error("It started.");
}

test("SIGTERM under load: what was acknowledged is stored, the program ends by itself with 0", async () => {
  const game = new Game(server, server.token);
  const { sessionId } = await game.play();
  const acknowledged: string[] = [];
  let stopped: Promise<number | null> | undefined;
  // The lane that reaches the mark asks for the end; all go on sending until their connection is gone.
  const lane = async (): Promise<void> => {
    for (;;) {
      const answer = await game.sendEvents([{ sessionId, eventType: "checkpoint" }]).catch(() => undefined);
      if (answer === undefined) return;
      if (answer.status === 201) acknowledged.push(answer.body[0]!.id!);
      if (acknowledged.length >= mark) stopped ??= server.stop();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  expect(await stopped).toBe(0);
  withRows(server.folder, (rows) => {
    const stored = new Set(rows.all("select id from play_events").map(({ id }) => id));
    expect(acknowledged.filter((id) => !stored.has(rows.rowOf("event", id)))).toEqual([]);
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
  });
});

test("a second server on the same folder says in one line that it is taken", async () => {
  const { code, stderr } = await refusedStart(new ServerProcess({ folder: server.folder }));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^hearth: Another Hearth is using this data folder: .*\n$/);
});

test("a port in use is said in one line", async () => {
  const { code, stderr } = await refusedStart(
    new ServerProcess({ settings: { HEARTH_PORT: String(server.port) } }),
  );
  expect(code).toBe(1);
  expect(stderr).toMatch(/^hearth: The port is in use: .*HEARTH_PORT.*\n$/);
});

test("a data folder that a newer program wrote is refused in one line, and left as it is", async () => {
  await server.stop();
  const database = openWriter(join(server.folder, "hearth.db"));
  database.prepare("insert into migrations values ('9999-from-the-future', 0)").run();
  database.close();
  const { code, stderr } = await refusedStart(new ServerProcess({ folder: server.folder }));
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^hearth: The data folder was written by a newer Hearth \(it knows 9999-from-the-future\): .*\n$/,
  );
  withRows(server.folder, (rows) => expect(rows.count("select count(*) from organizations")).toBe(1));
});

test("a setting that cannot be is refused in one line that names it", async () => {
  const { code, stderr } = await refusedStart(new ServerProcess({ settings: { HEARTH_PORT: "http" } }));
  expect(code).toBe(1);
  expect(stderr).toBe('hearth: HEARTH_PORT is "http" and must be a whole number from 0 to 65535.\n');
});
