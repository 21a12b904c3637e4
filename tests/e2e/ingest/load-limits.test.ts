import { Agent } from "node:http";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openWriter } from "@hearth/store/engines/sqlite/open";
import { Game } from "../../game.ts";
import { expectRefusal } from "../../refusal.ts";
import { type Answer, send } from "../../send.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withRows } from "../../stored-rows.ts";
import { makeTenants } from "../../tenants.ts";
import { until } from "../../until.ts";

let server: ServerProcess;
afterEach(async () => await server?.remove());

const mebibyte = 1024 * 1024;

test("HEARTH_REQUESTS_PER_MINUTE bounds each token for itself", async () => {
  server = await startServer({ settings: { HEARTH_REQUESTS_PER_MINUTE: "5" } });
  const { otherProject } = await makeTenants(server.folder);
  const game = new Game(server, server.token);
  for (let time = 0; time < 5; time++) await game.play();
  expectRefusal(await game.sendEvents([{ eventType: "a" }]), 429);
  await new Game(server, otherProject).play();
});

test("HEARTH_UPLOAD_MEBIBYTES_PER_DAY bounds what a token may upload", async () => {
  server = await startServer({ settings: { HEARTH_UPLOAD_MEBIBYTES_PER_DAY: "2" } });
  const game = new Game(server, server.token);
  const [first, second, third] = [await game.announce(), await game.announce(), await game.announce()];
  expect((await game.put(first!.uploadUrl, Buffer.alloc(mebibyte), "text/plain")).status).toBe(200);
  expectRefusal(await game.put(second!.uploadUrl, Buffer.alloc(mebibyte + 1), "text/plain"), 429);
  expect((await game.put(third!.uploadUrl, Buffer.alloc(mebibyte), "text/plain")).status).toBe(200);
});

test("HEARTH_DISK_RESERVE_MEBIBYTES keeps the last of the disk for the database", async () => {
  server = await startServer({ settings: { HEARTH_DISK_RESERVE_MEBIBYTES: "100000000" } });
  const game = new Game(server, server.token);
  const upload = await game.announce();
  expectRefusal(await game.put(upload.uploadUrl, "x", "text/plain"), 503);
  await game.report({}, { attachments: [{ uploadId: upload.uploadId }] });
});

test("when the store cannot keep up, a busy token is told to wait, others get in, and what was taken is stored", async () => {
  server = await startServer();
  const { otherProject } = await makeTenants(server.folder);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const post = async (token: string, body: string): Promise<Answer> =>
    await send(`${server.url}/v1/ingest/reports`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body,
      agent,
    });
  const other = new Game(server, otherProject);
  await other.play();
  const big = (at: number): string =>
    JSON.stringify({ report: { title: `big ${at}` } }).padEnd(2 * mebibyte, " ");
  const bigAnswers: (Answer | undefined)[] = [];

  // Another process that writes for a while, as a restore of statistics or a backup may.
  const blocker = openWriter(join(server.folder, "hearth.db"));
  blocker.exec("begin immediate");
  const sent = Array.from(
    { length: 40 },
    async (_, at) => (bigAnswers[at] = await post(server.token, big(at))),
  );
  await until("the busy token is told to wait", () => bigAnswers.some((answer) => answer?.status === 503));
  const small = other.sendReport({ report: { title: "small" } });
  blocker.exec("commit");
  blocker.close();
  expect((await small).status).toBe(201);
  const answers = await Promise.all(sent);
  agent.destroy();

  const taken = answers.flatMap(({ status }, at) => (status === 201 ? [`big ${at}`] : []));
  expect(taken.length).toBeGreaterThanOrEqual(16);
  for (const answer of answers.filter(({ status }) => status !== 201)) expectRefusal(answer, 503);
  withRows(server.folder, (rows) => {
    const stored = rows
      .all("select title from play_reports where title like 'big %'")
      .map(({ title }) => title);
    expect(stored.toSorted()).toEqual(taken.toSorted());
  });
});
