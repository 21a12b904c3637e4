import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Game, type ReportReceipt, type SessionReceipt, taken } from "../game.ts";
import { expectRefusal } from "../refusal.ts";
import { type Answer, send } from "../send.ts";
import { comparable, expectNoMarks, expectNothing, marksOf, withoutEcho } from "./tenancy-answers.ts";
import { type Call, consoleCall } from "./tenancy-calls.ts";
import {
  type ReferenceTo,
  callOf,
  expectedStatus,
  isSharedByEnvironments,
  leftOut,
  referencesOf,
} from "./tenancy-doors.ts";
import type { Operation } from "./tenancy-operations.ts";
import { rowsOfEnvironment, rowsOfOrganization } from "./tenancy-rows.ts";
import { slotsOf } from "./tenancy-slots.ts";
import { makeTenancyWorld } from "./tenancy-world.ts";

const world = await makeTenancyWorld();
const { server, own, otherEnvironment, otherProject, theirs, unknown, canary, theirKey } = world;
afterAll(async () => await server.remove());

const ask = async <Body = Record<string, unknown>>(
  { method, path, body }: Call,
  secret: string | undefined,
): Promise<Answer<Body>> =>
  await send<Body>(server.url + path, {
    method,
    headers: {
      ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

const onSide = (side: Operation["side"]) => world.operations.filter((operation) => operation.side === side);
const consoleOperations = onSide("console");
const doorOperations = onSide("ingest");
const theirMarks = [...marksOf(theirs, own), canary, theirKey, world.theirToken];
const withCursor = consoleOperations.filter(({ queryNames }) => queryNames.includes("cursor"));

/** Of the other organization's lists, by operation. */
const theirCursors = new Map<string, string | null>();
/** When a credential was last used is noted beside its requests, a moment later. */
const unused = (tables: Record<string, string[]>): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => [
      table,
      rows.map((row) => row.replace(/"last_used_at":\d+/, '"last_used_at":null')),
    ]),
  );
const snapshot = () => ({
  theirs: unused(rowsOfOrganization(server.folder, world.theirOrganization)),
  otherProject: rowsOfEnvironment(server.folder, otherProject.environment),
  otherEnvironment: rowsOfEnvironment(server.folder, otherEnvironment.environment),
});
let before: ReturnType<typeof snapshot>;
beforeAll(async () => {
  for (const operation of withCursor) {
    const { path } = consoleCall(operation, theirs);
    const page = await ask<{ nextCursor: string | null }>(
      { method: "GET", path: `${path}?limit=1` },
      theirKey,
    );
    theirCursors.set(operation.name, page.body.nextCursor);
  }
  before = snapshot();
});

test("the other organization has rows in every table of the play side, and its word in each of its texts", () => {
  const ofCoding = /^(?:coding_|users$|teams$|team_members$)/;
  const tables = Object.entries(before.theirs).filter(([table]) => !ofCoding.test(table));
  expect(tables.filter(([, rows]) => rows.length === 0).map(([table]) => table)).toEqual([]);
  const texts = JSON.stringify(before.theirs);
  expect(texts.split(canary).length).toBeGreaterThan(60);
});

describe.each(consoleOperations)("$name", (operation) => {
  test("takes no credential but a key with the scope admin", async () => {
    const call = consoleCall(operation, own);
    const bad = `forg_live_${randomBytes(16).toString("hex")}`;
    for (const secret of [undefined, "", bad, server.token, world.theirToken, world.deviceSecret]) {
      expectRefusal(await ask(call, secret), 401);
    }
    for (const secret of [world.narrowKey, world.testKey]) expectRefusal(await ask(call, secret), 403);
  });

  const slots = slotsOf(operation).flatMap(({ fields, ...slot }) =>
    fields.map((field) => ({ ...slot, field })),
  );
  test.each(slots)(
    "$field of another organization in the $where ($name) is as unknown",
    async ({ field, ...slot }) => {
      const foreign = await ask(consoleCall(operation, own, { ...slot, value: theirs[field] }), server.key);
      const absent = await ask(consoleCall(operation, own, { ...slot, value: unknown[field] }), server.key);
      expect(foreign.status).toBe(absent.status);
      expect(comparable(foreign, theirs[field])).toBe(comparable(absent, unknown[field]));
      expectNoMarks(withoutEcho(foreign, theirs[field]), theirMarks);
      if (slot.where === "path") expectRefusal(foreign, 404);
      else expectNothing(foreign);
    },
  );

  test.each(slots.filter(({ where }) => where !== "path"))(
    "$field of another project in the $where ($name) is as unknown",
    async ({ field, ...slot }) => {
      const foreign = await ask(
        consoleCall(operation, own, { ...slot, value: otherProject[field] }),
        server.key,
      );
      const absent = await ask(consoleCall(operation, own, { ...slot, value: unknown[field] }), server.key);
      expect(comparable(foreign, otherProject[field])).toBe(comparable(absent, unknown[field]));
      expectNothing(foreign);
    },
  );

  if (operation.method === "GET" || operation.pathNames.length === 0) {
    test("shows nothing of the other organization", async () => {
      const answer = await ask(consoleCall(operation, own), server.key);
      expect(answer.status, answer.bytes.toString("utf8")).toBeLessThan(300);
      expectNoMarks(answer.bytes.toString("utf8"), theirMarks);
    });
  }
});

test.each(withCursor)("$name takes no cursor of another organization", async (operation) => {
  const cursor = theirCursors.get(operation.name);
  expect(cursor, "its list must have a second page: furnish it in tenancy-place.ts").toEqual(
    expect.any(String),
  );
  const made = randomBytes(Buffer.from(cursor!, "base64url").length).toString("base64url");
  const filling = { where: "query", name: "cursor" } as const;
  const foreign = await ask(consoleCall(operation, own, { ...filling, value: cursor! }), server.key);
  const absent = await ask(consoleCall(operation, own, { ...filling, value: made }), server.key);
  expectRefusal(foreign, 400, "cursor");
  expect(comparable(foreign, cursor!)).toBe(comparable(absent, made));
});

describe.each(onSide("files"))("$name", ({ method, path }) => {
  test("a link of one's own opens nothing else", async () => {
    const link = await ask<{ url: string }>(
      { method: "POST", path: `/console/v1/uploads/${own.upload}/link` },
      server.key,
    );
    const announced = await new Game(server, server.token).announce();
    for (const url of [link.body.url, announced.uploadUrl]) {
      const { search } = new URL(url);
      for (const query of ["", search, search.replace(/expires=\d+/, "expires=9999999999999")]) {
        const [foreign, absent] = await Promise.all(
          [theirs, unknown].map(
            async ({ upload }) =>
              await ask({ method, path: path.replace("{upload}", upload) + query }, undefined),
          ),
        );
        expectRefusal(foreign!, 403);
        expect(comparable(foreign!, theirs.upload)).toBe(comparable(absent!, unknown.upload));
      }
    }
  });
});

test.each(["/health", "/metrics", "/openapi.json", "/docs/json", "/"])(
  "%s shows nothing of any organization",
  async (path) => {
    for (const secret of [undefined, server.key]) {
      const answer = await ask({ method: "GET", path }, secret);
      expectNoMarks(answer.bytes.toString("utf8"), [...theirMarks, ...marksOf(own, unknown)]);
    }
  },
);

describe.each(doorOperations)("$name", (operation) => {
  test("takes no credential but a game token", async () => {
    const bad = `flg_${"a".repeat(36)}`;
    for (const secret of [undefined, "", bad, server.key, theirKey, world.testKey, world.deviceSecret]) {
      expectRefusal(await ask(callOf(operation, own), secret), 401);
    }
  });

  test("takes what is of its own place", async () => {
    const answer = await ask(callOf(operation, own), server.token);
    expect(answer.status, answer.bytes.toString("utf8")).toBe(201);
    expect(answer.body).not.toHaveProperty("warnings");
  });

  const references = referencesOf(operation);
  const places = { otherEnvironment, otherProject, otherOrganization: theirs };
  const elsewhere = references.flatMap((reference) =>
    (["otherEnvironment", "otherProject", "otherOrganization"] as const)
      .filter((where) => !isSharedByEnvironments(reference, where))
      .map((where) => ({ ...reference, where })),
  );
  test.each(elsewhere)("$field of $where in the $place ($name)", async ({ where, ...reference }) => {
    const value = places[where][reference.field];
    const answer = await ask(callOf(operation, own, { reference, value }), server.token);
    expect(answer.status, answer.bytes.toString("utf8")).toBe(expectedStatus(operation, reference, where));
    if (answer.status >= 400) expectRefusal(answer, answer.status);
    const marks = where === "otherOrganization" ? theirMarks : marksOf(places[where], own);
    expectNoMarks(withoutEcho(answer, value), marks);
    expectLeftOut(operation, reference, answer);
    if (operation.operationId === "fileReport") await expectUnlinked(answer, value, marks);
    if (where === "otherOrganization") {
      const absent = await ask(
        callOf(operation, own, { reference, value: unknown[reference.field] }),
        server.token,
      );
      expect(answer.status).toBe(absent.status);
      expect(comparable(answer, value)).toBe(comparable(absent, unknown[reference.field]));
    }
  });
});

function expectLeftOut(operation: Operation, reference: ReferenceTo, answer: Answer): void {
  const path = leftOut(operation, reference);
  if (path === undefined) return;
  const { warnings = [] } = answer.body as ReportReceipt;
  expect(
    warnings.filter((warning) => warning.startsWith(path)),
    warnings.join("\n"),
  ).toHaveLength(1);
}

/** What a report shows when it is read must not have come from elsewhere either. */
async function expectUnlinked(answer: Answer, sent: string, marks: readonly string[]): Promise<void> {
  const { id } = answer.body as ReportReceipt;
  const shown = await ask({ method: "GET", path: `/console/v1/reports/${id}` }, server.key);
  expect(shown.status).toBe(200);
  expectNoMarks(withoutEcho(shown, sent), marks);
}

test("with partial=true each event is answered alike", async () => {
  const game = new Game(server, server.token);
  const answers = [theirs, unknown].map(
    async ({ build, event, session }) =>
      await game.sendEvents(
        [{ sessionId: session }, { buildId: build }, { id: event }].map((named) => ({
          ...named,
          eventType: "a",
        })),
        "?partial=true",
      ),
  );
  const [foreign, absent] = await Promise.all(answers);
  expect(foreign!.body).toMatchObject(foreign!.body.map(() => ({ id: null, status: "invalid" })));
  expect(comparable(foreign!, "?")).toBe(comparable(absent!, "?"));
  expectNoMarks(foreign!.bytes.toString("utf8"), theirMarks);
});

describe("names that games choose belong to their project", () => {
  const game = new Game(server, server.token);
  const build = { version: theirs.version, platform: theirs.platform, gitCommit: canary };

  test("a build of the same name is another build", async () => {
    expect((await game.play(build)).buildId).not.toBe(theirs.build);
  });

  test("an Idempotency-Key answers nothing of another project", async () => {
    for (const { idempotencyKey, session } of [theirs, otherProject]) {
      const headers = { "idempotency-key": idempotencyKey };
      const started: SessionReceipt = taken(await game.sendSession({ build }, headers));
      expect(started.sessionId).not.toBe(session);
      expect(started).not.toHaveProperty("idempotent");
    }
  });

  test("a fingerprint repeats nothing of another project or environment", async () => {
    for (const { fingerprint } of [theirs, otherProject, otherEnvironment]) {
      expect((await game.report({ fingerprint })).status).toBe("new");
    }
  });

  test("a clientRequestId is one report in all environments of a project", async () => {
    const { clientRequestId, report } = otherEnvironment;
    expect(await game.report({}, { clientRequestId })).toMatchObject({ id: report, idempotent: true });
  });

  test("a build belongs to all environments of its project", async () => {
    const event = { buildId: otherEnvironment.build, eventType: "built" };
    expect(taken(await game.sendEvents(event))).toMatchObject([{ buildId: otherEnvironment.build }]);
  });

  test("a project may be called as another organization's", async () => {
    const body = { name: theirs.projectName };
    expect((await ask({ method: "POST", path: "/console/v1/projects", body }, server.key)).status).toBe(201);
  });
});

test("a deletion forgets refused requests that name a session of another organization as those that name none", async () => {
  const game = new Game(server, server.token);
  const left = async (sessionId: string): Promise<string[]> => {
    const doomed = await game.play();
    expectRefusal(await game.sendEvents({ sessionId, eventType: "named", payload: { sessionId } }), 400);
    await ask({ method: "DELETE", path: `/console/v1/sessions/${doomed.sessionId}` }, server.key);
    const path = "/console/v1/projects/default/rejections?door=events&limit=1";
    const list = await ask<{ items: { message: string; receivedAt: string }[] }>(
      { method: "GET", path },
      server.key,
    );
    return list.body.items.map(({ receivedAt }) => receivedAt).filter((at) => at >= doomed.startedAt);
  };
  expect(await left(unknown.session)).toEqual([]);
  expect(await left(theirs.session)).toEqual([]);
});

describe("with the key of the other organization, every call of the matrix is answered", () => {
  const order = ["GET", "POST", "PUT", "PATCH", "DELETE"];
  const ordered = consoleOperations.toSorted((a, b) => order.indexOf(a.method) - order.indexOf(b.method));

  test("until then, nothing of it, and nothing in places that were not written to, has changed", () => {
    expect(snapshot()).toEqual(before);
  });

  test.each(ordered)("$name", async (operation) => {
    const answer = await ask(consoleCall(operation, theirs), theirKey);
    expect([200, 201, 204], answer.bytes.toString("utf8")).toContain(answer.status);
    if (operation.method === "GET") expect(answer.bytes.toString("utf8")).toContain(canary);
  });
});
