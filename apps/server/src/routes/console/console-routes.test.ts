import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shapeCheck } from "@hearth/contract";
import { Game } from "../../../../../tests/game.ts";
import { type ServerProcess, startServer } from "../../../../../tests/server-process.ts";
import { makeTenants, type Tenants } from "../../../../../tests/tenants.ts";
import { consoleCalls } from "./fixtures/console-calls.ts";
import { type Ask, consoleClient } from "./fixtures/console-client.ts";
import { type ConsoleIds, playOnce } from "./fixtures/play-once.ts";
import { strictly } from "./fixtures/strictly.ts";
import { consoleRoutes } from "./index.ts";

let server: ServerProcess;
let tenants: Tenants;
let ask: Ask;
let ids: ConsoleIds;

beforeAll(async () => {
  server = await startServer();
  tenants = await makeTenants(server.folder);
  ask = consoleClient(server);
  ids = await playOnce(new Game(server, server.token), ask);
});
afterAll(async () => await server?.remove());

const withoutIds = (text: string) =>
  text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|(tok|key|dev|env)_[0-9a-f]{16}/g, "");
const routeOf = (operation: string) => consoleRoutes.find(({ operationId }) => operationId === operation)!;

describe("what another organization asks for", () => {
  const named = consoleCalls.filter(
    ({ path }) => /:|\$\{/.test(path.toString()) && !/default/.test(path.toString()),
  );
  test.each(named)("$operation: an id of ours is not found", async ({ operation, path, body }) => {
    const { method } = routeOf(operation);
    const { status, body: answer } = await ask<{ message: string }>(
      path(ids),
      method,
      body?.(ids),
      tenants.otherKey,
    );
    expect(status).toBe(404);
    const unknown = path(ids).replace(/[0-9a-f](?=\/|$)/, (digit) => (digit === "0" ? "1" : "0"));
    const other = await ask<{ message: string }>(unknown, method, body?.(ids));
    expect(other.status).toBe(404);
    expect(withoutIds(answer.message)).toBe(withoutIds(other.body.message));
  });

  test.each(consoleCalls.filter(({ operation }) => routeOf(operation).path.startsWith("/projects/:project")))(
    "$operation: a project of ours is not found by its id",
    async ({ operation, path, body }) => {
      const url = path(ids).replace("/projects/default", `/projects/${ids.project}`);
      const { status } = await ask(url, routeOf(operation).method, body?.(ids), tenants.otherKey);
      expect(status).toBe(404);
    },
  );
});

describe("what is asked for wrongly", () => {
  test.each(consoleCalls.filter(({ operation }) => routeOf(operation).query !== undefined))(
    "$operation: a parameter that is not known is refused by name",
    async ({ operation, path }) => {
      const url = new URL(path(ids), "http://any");
      url.searchParams.set("limitt", "5");
      const answer = await ask<{ details: unknown }>(url.pathname + url.search, routeOf(operation).method);
      expect(answer).toMatchObject({ status: 400, body: { details: [{ path: "limitt" }] } });
    },
  );

  test.each(consoleCalls.filter(({ body }) => body !== undefined))(
    "$operation: a member that is not known is refused by name",
    async ({ operation, path, body }) => {
      const wrong = { ...(body!(ids) as object), nmae: 1 };
      const answer = await ask<{ details: unknown }>(path(ids), routeOf(operation).method, wrong);
      expect(answer).toMatchObject({ status: 400, body: { details: [{ path: "nmae" }] } });
    },
  );

  test.each([
    { path: "/sessions?status=broken", fault: "status" },
    { path: "/sessions?limit=0", fault: "limit" },
    { path: "/sessions?limit=many", fault: "limit" },
    { path: "/sessions?from=yesterday", fault: "from" },
    { path: "/sessions?cursor=abc", fault: "cursor" },
    { path: "/reports?severity=worst", fault: "severity" },
    { path: "/dashboard?days=1000", fault: "days" },
  ])("$path is refused by name", async ({ path, fault }) => {
    const answer = await ask<{ details: unknown }>(`/projects/default${path}`);
    expect(answer).toMatchObject({ status: 400, body: { details: [{ path: fault }] } });
  });
});

test("every route is called below", () => {
  const called = new Set(consoleCalls.map(({ operation }) => operation));
  expect(consoleRoutes.map(({ operationId }) => operationId).filter((name) => !called.has(name))).toEqual([]);
});

test.each(consoleCalls)("$operation answers in its shape", async ({ operation, path, body, holds }) => {
  const { method, status = 200, answer: shape } = routeOf(operation);
  const answer = await ask(path(ids), method, body?.(ids));
  expect(answer).toMatchObject({ status, ...(holds === undefined ? {} : { body: holds }) });
  const check = shapeCheck(strictly(shape));
  expect(check.fits(answer.body) ? [] : check.faults(answer.body)).toEqual([]);
});
