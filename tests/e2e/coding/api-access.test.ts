import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiKey } from "@hearth/store/access/create-api-key";
import { revokeApiKey } from "@hearth/store/access/revoke-api-key";
import { apiRoutes } from "../../../apps/server/src/routes/api/index.ts";
import { expectApiRefusal } from "../../api-refusal.ts";
import { rawAnswer, rawExchange, rawHead } from "../../raw-exchange.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { send } from "../../send.ts";
import { type AskApi, apiAsker } from "./api-asker.ts";

let server: ServerProcess;
let ask: AskApi;
beforeAll(async () => {
  server = await startServer();
  ask = apiAsker(server, server.key);
});
afterAll(async () => {
  expect(server.log).toBe("");
  await server.remove();
});

const routes = apiRoutes.map((route) => ({ ...route, name: `${route.method} ${route.path}` }));
const pathOf = (path: string): string => path.replaceAll(/:\w+/g, "nothing");

describe("a credential", () => {
  test.each(routes)("$name needs one", async ({ method, path }) => {
    const url = `${server.url}/api/v1${pathOf(path)}`;
    const answer = await send(url, { method });
    expectApiRefusal(answer, 401);
    expect(answer.headers["www-authenticate"]).toBe("Bearer");
  });

  test("that is none, another door's or revoked is refused", async () => {
    const revoked = await withStore(server.folder, async (context) => {
      const { id, secret } = await createApiKey(context, { name: "Old", mode: "live", scopes: ["admin"] });
      await revokeApiKey(context, { id });
      return secret;
    });
    const unknown = `forg_live_${"0".repeat(32)}`;
    for (const key of ["", "nonsense", unknown, server.token, `lic_${"0".repeat(20)}`, revoked]) {
      expectApiRefusal(await apiAsker(server, key)("GET", "/users"), 401);
    }
  });
});

test.each(["/nowhere", "/users/a/b", "/", "", "/Users", "/users/"])("GET %s leads nowhere", async (path) => {
  expectApiRefusal(await ask("GET", path), 404);
});

test.each(["PATCH", "DELETE", "PUT", "TRACE", "PROPFIND"])("%s of a list leads nowhere", async (method) => {
  expectApiRefusal(await ask(method, "/users"), 404);
});

describe("what cannot be read", () => {
  test.each(routes)("$name refuses a parameter it does not know by name", async ({ method, path }) => {
    expectApiRefusal(await ask(method, `${pathOf(path)}?limitt=5`), 400, "limitt");
  });

  test("the nearest known parameter is named", async () => {
    expect(expectApiRefusal(await ask("GET", "/users?emial=a"), 400, "emial").error).toContain("email?");
  });

  const lists = routes.filter(({ query }) => query && "cursor" in query.properties);
  test.each(lists)("$name refuses pages of other sizes and other cursors", async ({ path }) => {
    for (const limit of ["0", "101", "-1", "many", "1.5", ""]) {
      expectApiRefusal(await ask("GET", `${pathOf(path)}?limit=${limit}`), [400, 404], "limit");
    }
    expectApiRefusal(await ask("GET", `${pathOf(path)}?order=up`), [400, 404], "order");
    for (const cursor of ["abc", "", "a".repeat(5_000)]) {
      expectApiRefusal(await ask("GET", `${pathOf(path)}?cursor=${cursor}`), [400, 404]);
    }
  });

  const bodied = routes.filter(({ body }) => body !== undefined);
  test.each(bodied)("$name refuses bodies that are none", async ({ method, path, isBodyOptional }) => {
    const deep = "[".repeat(50_000) + "]".repeat(50_000);
    const octets = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
    for (const body of ["nonsense", "{", '{"name":', "null", "42", '"text"', "[]", deep, octets]) {
      expectApiRefusal(await ask(method, pathOf(path), body), 400, "body");
    }
    const missing = isBodyOptional === true ? undefined : "body";
    for (const body of [undefined, ""]) expectApiRefusal(await ask(method, pathOf(path), body), 400, missing);
    expectApiRefusal(await ask(method, pathOf(path), "{}", { "content-type": "text/plain" }), 415);
    expectApiRefusal(await ask(method, pathOf(path), `"${"x".repeat(2 * 1024 * 1024)}"`), 413);
  });

  test.each(bodied)("$name refuses members of another kind, and ignores unknown ones", async (route) => {
    const { properties = {} } = route.body as { properties?: Record<string, unknown> };
    for (const name of Object.keys(properties)) {
      const wrong = { ...filled(properties), [name]: { strange: [] } };
      expectApiRefusal(await ask(route.method, pathOf(route.path), wrong), 400, name);
    }
    const unknown = { ...filled(properties), unknown: [{}], constructor: 1, ["__proto__"]: { name: 5 } };
    expect([200, 201, 202, 400, 404, 409]).toContain(
      (await ask(route.method, pathOf(route.path), JSON.stringify(unknown))).status,
    );
  });

  test.each(["%zz", "%", "%ff%fe", "a".repeat(300)])("a path with %.20s", async (step) => {
    const head = rawHead("GET", `/api/v1/users/${step}`, { Authorization: `Bearer ${server.key}` });
    const { text } = await rawExchange(server.port, { pieces: [head], until: /request_id":"\w+"[^}]*\}/ });
    const answer = rawAnswer(text);
    expectApiRefusal(answer, 400);
    expect(answer.headers).toMatchObject({ "x-ratelimit-limit": "600" });
  });
});

test("no octets are no body, whatever their type", async () => {
  expectApiRefusal(await ask("DELETE", "/users/nothing", ""), 404);
});

test("a page of another site may call it and read what is left of its minute", async () => {
  for (const method of ["GET", "POST", "PATCH", "PUT", "DELETE"]) {
    const preflight = await send(`${server.url}/api/v1/users`, {
      method: "OPTIONS",
      headers: { origin: "https://example.com", "access-control-request-method": method },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers["access-control-allow-origin"]).toBe("*");
    expect(preflight.headers["access-control-allow-methods"]).toContain(method);
    expect(preflight.headers["access-control-allow-headers"]).toContain("Authorization");
  }
  const { headers } = await ask("GET", "/users", undefined, { origin: "https://example.com" });
  for (const name of ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After"]) {
    expect(headers["access-control-expose-headers"]).toContain(name);
  }
});

const filled = (properties: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  "name" in properties ? { name: "Somebody" } : {};
