import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ErrorBody, Game } from "../../game.ts";
import { expectRefusal } from "../../refusal.ts";
import type { Answer } from "../../send.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withRows } from "../../stored-rows.ts";
import { type Tenants, makeTenants } from "../../tenants.ts";

let server: ServerProcess;
let tenants: Tenants;
let game: Game;
let places: Record<
  keyof Tenants | "own",
  { sessionId: string; buildId: string; uploadId: string; eventIds: string[] }
>;
beforeAll(async () => {
  server = await startServer();
  tenants = await makeTenants(server.folder);
  game = new Game(server, server.token);
  const place = async (token: string) => {
    const there = new Game(server, token);
    const { sessionId, buildId } = await there.play();
    const { uploadId } = await there.announce({ sessionId });
    return { sessionId, buildId, uploadId, eventIds: await there.record(sessionId, 2) };
  };
  const { otherEnvironment, otherProject, otherOrganization } = tenants;
  places = {
    own: await place(server.token),
    otherEnvironment: await place(otherEnvironment),
    otherProject: await place(otherProject),
    otherOrganization: await place(otherOrganization),
  } as typeof places;
});
afterAll(async () => await server?.remove());

const unknown = "1f0c1a3e-7a52-8a5d-9d0f-3b6c2b1e9a10";

/** The doors that refuse an id they may not use: how one is sent to each, and the path that is named. */
const doors: Record<
  string,
  [send: (id: string) => Promise<Answer<ErrorBody>>, kind: "sessionId" | "buildId", path: string]
> = {
  "the session of an event": [
    async (id) => await game.sendEvents([{ sessionId: id, eventType: "a" }]),
    "sessionId",
    "[0].sessionId",
  ],
  "the build of an event": [
    async (id) => await game.sendEvents([{ buildId: id, eventType: "a" }]),
    "buildId",
    "[0].buildId",
  ],
  "the session of an upload": [
    async (id) => await game.sendUpload({ sessionId: id, attachmentType: "other", fileName: "a" }),
    "sessionId",
    "sessionId",
  ],
  "the end of a session": [async (id) => await game.sendEnd(id, { status: "ok" }), "sessionId", "sessionId"],
};

describe.each(Object.entries(doors))("%s", (_name, [sendId, kind, path]) => {
  test("of its own place is taken", async () => {
    expect((await sendId(places.own[kind])).status).toBe(201);
  });

  test("of another project of its organization is 403", async () => {
    expectRefusal(await sendId(places.otherProject[kind]), 403, path);
  });

  test("of another environment is 403 for a session; a build belongs to the whole project", async () => {
    const answer = await sendId(places.otherEnvironment[kind]);
    if (kind === "sessionId") expectRefusal(answer, 403, path);
    else expect(answer.status).toBe(201);
  });

  test("of another organization cannot be told from one that never was", async () => {
    const said = [];
    for (const id of [
      places.otherOrganization[kind],
      unknown,
      "nonsense",
      "'; drop table play_sessions; --",
    ]) {
      const { requestId: _, ...refusal } = expectRefusal(await sendId(encodeIfPath(id)), 400, path);
      said.push(JSON.stringify(refusal));
    }
    expect(new Set(said).size).toBe(1);
  });

  test("of another kind is unknown", async () => {
    for (const id of [
      places.own.uploadId,
      places.own.eventIds[0]!,
      kind === "sessionId" ? places.own.buildId : places.own.sessionId,
    ]) {
      expectRefusal(await sendId(id), 400, path);
    }
  });

  function encodeIfPath(id: string): string {
    return path === "sessionId" && _name === "the end of a session" ? encodeURIComponent(id) : id;
  }
});

test("a batch with one foreign session is refused whole", async () => {
  const count = () => withRows(server.folder, (rows) => rows.count("select count(*) from play_events"));
  const before = count();
  const batch = [
    { sessionId: places.own.sessionId, eventType: "good" },
    { sessionId: places.otherProject.sessionId, eventType: "bad" },
  ];
  expectRefusal(await game.sendEvents(batch), 403, "[1].sessionId");
  expect(count()).toBe(before);
});

describe("a report leaves out what it may not name, and is stored", () => {
  test.each(["otherEnvironment", "otherProject", "otherOrganization"] as const)("%s", async (where) => {
    const { sessionId, uploadId, eventIds } = places[where];
    const buildId = where === "otherEnvironment" ? unknown : places[where].buildId;
    const events = [{ eventType: "a", sessionId }, { eventType: "b" }];
    const report = await game.report(
      {},
      { sessionId, buildId, eventIds, attachments: [{ uploadId }], events },
    );
    for (const path of ["sessionId", "buildId", "eventIds", "attachments[0].uploadId", "events[0]"]) {
      expect(
        report.warnings?.filter((warning) => warning.startsWith(`${path}:`)),
        path,
      ).toHaveLength(1);
    }
    withRows(server.folder, (rows) => {
      const id = rows.rowOf("report", report.id);
      expect(rows.report(report.id)).toMatchObject({ session_id: null, build_id: null });
      expect(rows.count("select count(*) from play_report_events where report_id = ?", id)).toBe(1);
      expect(rows.count("select count(*) from play_report_attachments where report_id = ?", id)).toBe(0);
      const upload = rows.upload(uploadId);
      expect([upload["claimed"], rows.session(sessionId)["report_count"]]).toEqual([0, 0]);
    });
  });
});

test("the warnings of another organization's ids are those of unknown ones", async () => {
  const { sessionId, buildId, uploadId, eventIds } = places.otherOrganization;
  const foreign = await game.report({}, { sessionId, buildId, eventIds, attachments: [{ uploadId }] });
  const absent = await game.report(
    {},
    {
      sessionId: unknown,
      buildId: unknown,
      eventIds: [unknown, unknown.replace("1f", "2f")],
      attachments: [{ uploadId: unknown }],
    },
  );
  expect(foreign.warnings).toEqual(absent.warnings);
});
