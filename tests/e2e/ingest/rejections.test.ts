import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Game } from "../../game.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { type Row, withRows } from "../../stored-rows.ts";

let server: ServerProcess;
let game: Game;
beforeAll(async () => {
  server = await startServer();
  game = new Game(server, server.token);
});
afterAll(async () => await server?.remove());

const rejections = (door: string): Row[] =>
  withRows(server.folder, (rows) => rows.all("select * from rejections where door = ? order by id", door));
const bodyOf = (row: Row): string => Buffer.from(row["body"] as Uint8Array).toString("utf8");

const refused: [door: string, path: string, body: string, status: number, at: string][] = [
  ["sessions", "sessions", '{"build":{"version":"1"}}', 400, "build.platform"],
  ["events", "events", '[{"payload":{}}]', 400, "[0].eventType"],
  [
    "uploads",
    "uploads",
    '{"fileName":"a","attachmentType":"screenshot","sizeBytes":99999999}',
    413,
    "sizeBytes",
  ],
  ["reports", "reports", '{"report":{}}', 400, "report.title"],
  ["session-end", "sessions/nonsense/end", '{"status":"ok"}', 400, "sessionId"],
];

test.each(refused)(
  "what %s refuses is kept to the letter with the reason",
  async (door, path, body, status, at) => {
    expect((await game.post(`/v1/ingest/${path}`, body)).status).toBe(status);
    const [row, ...others] = rejections(door) as [Row];
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      status,
      seen: 1,
      subject: door === "session-end" ? "nonsense" : null,
      replayed_at: null,
    });
    expect(bodyOf(row)).toBe(body);
    expect(JSON.parse(String(row["details"]))).toEqual([expect.objectContaining({ path: at })]);
    expect(String(row["message"]).length).toBeGreaterThan(20);
  },
);

test("the same body refused again is counted, not kept twice", async () => {
  const body = '[{"eventType":5}]';
  for (let time = 0; time < 5; time++) await game.post("/v1/ingest/events", body);
  const rows = rejections("events").filter((row) => bodyOf(row) === body);
  expect(rows.map(({ seen }) => seen)).toEqual([5]);
});

test("packed bodies are kept unpacked, broken ones as they came", async () => {
  const headers = { "content-encoding": "gzip" };
  const text = '[{"eventType":"packed","payload":7}]';
  await game.post("/v1/ingest/events", gzipSync(text), headers);
  await game.post("/v1/ingest/events", "no gzip at all", headers);
  const kept = rejections("events").map(bodyOf);
  expect(kept).toContain(text);
  expect(kept).toContain("no gzip at all");
});

test("a body that is too large leaves its reason", async () => {
  await game.post("/v1/ingest/reports", " ".repeat(2 * 1024 * 1024 + 1));
  expect(rejections("reports").map(({ status }) => status)).toContain(413);
});

test("the build is told where the body names it, or a session of it", async () => {
  const { sessionId, buildId } = await game.play();
  const build = withRows(server.folder, (rows) => rows.rowOf("build", buildId));
  await game.sendReport({ buildId, report: {} });
  await game.sendReport({ sessionId, report: {} });
  await game.sendEvents([{ sessionId, eventType: "" }]);
  await game.sendEnd(sessionId, { status: "exploded" });
  const builds = ["reports", "events", "session-end"].flatMap((door) =>
    rejections(door).map((row) => row["build_id"]),
  );
  expect(builds.filter((id) => id === build)).toHaveLength(4);
});

test("what was taken, and what came without a good token, is not kept", async () => {
  const count = () => withRows(server.folder, (rows) => rows.count("select count(*) from rejections"));
  const before = count();
  await game.play();
  await game.report();
  await new Game(server, "flg_nonsense").sendEvents("{");
  await game.post("/v1/ingest/nowhere", "{");
  expect(count()).toBe(before);
});
