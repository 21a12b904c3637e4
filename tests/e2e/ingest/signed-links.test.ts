import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SignedLinks } from "../../../apps/server/src/files/signed-links.ts";
import { Game } from "../../game.ts";
import { expectRefusal } from "../../refusal.ts";
import { send } from "../../send.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";

let server: ServerProcess;
let game: Game;
let links: SignedLinks;
beforeAll(async () => {
  server = await startServer();
  game = new Game(server, server.token);
  links = new SignedLinks(readFileSync(join(server.folder, "secret"), "utf8").trim());
});
afterAll(async () => await server?.remove());

describe("a link is good for one use of one file until it expires", () => {
  const put = async (path: string) => await send(server.url + path, { method: "PUT", body: "x" });

  test("expired", async () => {
    const { uploadId } = await game.announce();
    const refusal = expectRefusal(await put(links.pathFor("put", uploadId, Date.now() - 1)), 403);
    expect(refusal.message).toMatch(/expired/);
    expect((await put(links.pathFor("put", uploadId, Date.now() + 60_000))).status).toBe(200);
  });

  test("a link for reading does not write, one for writing does not read", async () => {
    const { uploadId, uploadUrl } = await game.announce();
    const read = links.pathFor("get", uploadId, Date.now() + 60_000);
    expectRefusal(await put(read), 403);
    expectRefusal(await send(uploadUrl), 403);
    expectRefusal(await send(server.url + read), 404);
    expect((await game.put(uploadUrl, "x", "text/plain")).status).toBe(200);
    expect((await send(server.url + read)).bytes.toString()).toBe("x");
  });

  test("tampered with", async () => {
    const [mine, other] = [await game.announce(), await game.announce()];
    const url = new URL(mine.uploadUrl);
    const changed = (change: (url: URL) => void): string => {
      const copy = new URL(url);
      change(copy);
      return copy.pathname + copy.search;
    };
    const signature = url.searchParams.get("signature")!;
    const later = String(Number(url.searchParams.get("expires")) + 1);
    const flipped = signature.startsWith("A") ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    const tampered = [
      changed((copy) => copy.searchParams.set("expires", later)),
      changed((copy) => copy.searchParams.set("signature", flipped)),
      changed((copy) => copy.searchParams.set("signature", signature.slice(0, -2))),
      changed((copy) => copy.searchParams.delete("signature")),
      changed((copy) => copy.searchParams.delete("expires")),
      changed((copy) => copy.searchParams.append("expires", later)),
      changed((copy) => copy.searchParams.append("signature", flipped)),
      changed((copy) => (copy.pathname = `/files/${other.uploadId}`)),
      changed((copy) => (copy.pathname = "/files/..%2f..%2fsecret")),
      changed((copy) => (copy.pathname = "/files/%00")),
      `/files/${mine.uploadId}`,
      `/files/${mine.uploadId}?expires=Infinity&signature=${signature}`,
      `/files/${mine.uploadId}?expires=1e999&signature=`,
    ];
    for (const path of tampered) expectRefusal(await put(path), 403);
    for (const path of tampered) expectRefusal(await send(server.url + path), 403);
  });
});
