import { afterEach, describe, expect, test } from "vitest";
import { Game, taken } from "../../game.ts";
import { send } from "../../send.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";

let server: ServerProcess;
afterEach(async () => await server?.remove());

async function uploadUrl(path: string, headers: Record<string, string> = {}): Promise<URL> {
  const game = new Game(server, server.token);
  const body = { attachmentType: "other", fileName: "a" };
  const answer = await game.post<{ uploadUrl: string }>(path, body, headers);
  return new URL(taken(answer).uploadUrl);
}
const put = async (url: URL): Promise<number> =>
  (await send(server.url + url.pathname + url.search, { method: "PUT", body: "x" })).status;

test("without settings, URLs are made of the Host a request came under; forwarded headers are not believed", async () => {
  server = await startServer();
  const forwarded = {
    "x-forwarded-host": "evil.example.com",
    "x-forwarded-proto": "https",
    "x-forwarded-prefix": "/evil",
  };
  expect((await uploadUrl("/v1/ingest/uploads", forwarded)).origin).toBe(server.url);
  expect((await uploadUrl("/v1/ingest/uploads", { host: "hearth.example.com" })).origin).toBe(
    "http://hearth.example.com",
  );
  for (const host of ["a b", "evil.com/path?", "user@evil.com", "<script>", "a".repeat(300), "", "[::1"]) {
    const { origin } = await uploadUrl("/v1/ingest/uploads", { host }).catch(() => ({ origin: "refused" }));
    expect([server.url, "refused"], host).toContain(origin);
  }
});

describe("any path a proxy leaves in front", () => {
  test.each(["", "/hearth", "/a/b/c", "/v1", "/with-dash_and.dot~"])(
    "%j is kept in the URLs",
    async (prefix) => {
      server = await startServer();
      const session = await new Game(server, server.token).post(`${prefix}/v1/ingest/sessions`, {
        build: { version: "1", platform: "x" },
      });
      expect(session.status).toBe(201);
      const url = await uploadUrl(`${prefix}/v1/ingest/uploads`);
      expect(url.pathname.startsWith(`${prefix}/files/`)).toBe(true);
      expect(await put(url)).toBe(200);
      expect((await send(`${server.url}${prefix}/health`)).status).toBe(200);
    },
  );
});

test("HEARTH_PUBLIC_URL is what every URL starts with", async () => {
  server = await startServer({ settings: { HEARTH_PUBLIC_URL: "https://play.example.com/hearth/" } });
  expect(server.url).toBe("https://play.example.com/hearth");
});

test("behind a trusted proxy the forwarded headers say where the server is", async () => {
  server = await startServer({ settings: { HEARTH_TRUST_PROXY: "true" } });
  const url = await uploadUrl("/v1/ingest/uploads", {
    "x-forwarded-host": "play.example.com, inner",
    "x-forwarded-proto": "https",
    "x-forwarded-prefix": "/hearth",
  });
  expect(url.href).toMatch(/^https:\/\/play\.example\.com\/hearth\/files\//);
  expect((await uploadUrl("/v1/ingest/uploads")).origin).toBe(server.url);
});
