import { createHash } from "node:crypto";
import { assert, constantFrom, property, string, stringMatching } from "fast-check";
import { expect, test } from "vitest";
import type { Digest } from "./call-identity.ts";
import { normaliseRemote, projectOfRepository } from "./repository.ts";

const digest: Digest = (text) => createHash("sha256").update(text).digest("hex");

test.each([
  "https://github.com/owner/name",
  "https://github.com/owner/name.git",
  "https://github.com/owner/name.git/",
  "https://github.com//owner/name///",
  " https://GitHub.com/Owner/Name\n",
  "https://github.com./owner/name",
  "https://github.com:443/owner/name.git",
  "https://token@github.com/owner/name",
  "https://user:pa:ss@wo@github.com/owner/name.git",
  "https://github.com/owner/name.git?access_token=secret#readme",
  "http://github.com/owner/name",
  "git://github.com/owner/name.git",
  "ssh://git@github.com/owner/name.git",
  "ssh://git@github.com:22/owner/name",
  "ssh://git@ssh.github.com:443/owner/name.git",
  "SSH://GIT@GITHUB.COM/owner/name.git",
  "git+ssh://git@github.com/owner/name.git",
  "git+https://github.com/owner/name.git",
  "git@github.com:owner/name.git",
  "git@github.com:/owner/name",
  "github.com:owner/name.git/",
  "github.com/owner/name",
])("%s is github.com/owner/name", (remote) => {
  expect(normaliseRemote(remote)).toBe("github.com/owner/name");
});

test.each([
  ["https://gitlab.com/group/sub/name.git", "gitlab.com/group/sub/name"],
  ["https://git.example.test:8443/Team/Game.git", "git.example.test/Team/Game"],
  ["git@10.0.0.7:srv/git/game.git", "10.0.0.7/srv/git/game"],
  ["git@build_box:/srv/git/game.git", "build_box/srv/git/game"],
  ["ssh://git@[fe80::1]:2222/game.git", "[fe80::1]/game"],
  ["git@[fe80::1]:game.git", "[fe80::1]/game"],
  ["git@ssh.dev.azure.com:v3/org/My%20Project/game", "ssh.dev.azure.com/v3/org/My%20Project/game"],
  ["localhost:game", "localhost/game"],
])("%s is %s", (remote, place) => {
  expect(normaliseRemote(remote)).toBe(place);
});

test.each([
  "",
  "game",
  "owner/name",
  "/home/ana/game",
  "./game/src/deep",
  "../game",
  "~/game",
  "C:\\Users\\ana\\game",
  "C:/Users/ana/game",
  "c:game",
  "\\\\server\\share\\game",
  "file:///home/ana/game",
  "s3://bucket/owner/name",
  "https://github.com",
  "https://github.com/",
  "https://github.com/.git",
  "https:///owner/name",
  "https://github.com/owner/../name",
  "https://github.com/owner/na me",
  "https://-.-/owner/name",
  "user:pw@github.com/owner/name",
  "https://user:pa/ss@github.com/owner/name",
  "https://user:12/34@github.com/owner/name",
  "readme.md",
  "what is this: a note",
])("%j is no remote", (remote) => {
  expect(normaliseRemote(remote)).toBeUndefined();
});

test("whatever stands before the host is never in the answer", () => {
  const secret = stringMatching(/^[a-zA-Z0-9:@%!.=_-]{0,12}QqXx[a-zA-Z0-9:@/%!.=_-]{0,12}$/);
  const scheme = constantFrom("https://", "ssh://", "git+ssh://", "");
  assert(
    property(scheme, secret, constantFrom("/", ":", ":22/"), (start, user, mark) => {
      const place = normaliseRemote(`${start}${user}@github.com${mark}owner/name.git`);
      expect(place ?? "").not.toMatch(/QqXx/i);
      expect(place ?? "").not.toContain("@");
    }),
    { numRuns: 2_000 },
  );
});

test("what was made of a remote once stays as it is", () => {
  const path = string({ unit: constantFrom(..."ab.:/@[]-~ \\gitx%".split("")), maxLength: 40 });
  assert(
    property(path, (text) => {
      const place = normaliseRemote(`https://host.test/${text}/x/y`);
      if (place) expect(normaliseRemote(place)).toBe(place);
    }),
    { numRuns: 5_000 },
  );
});

test("the longest text is read at once", () => {
  const started = performance.now();
  for (const part of ["@", "a.", ":", "/", ".git/", "a@", "[", " "]) normaliseRemote(part.repeat(100_000));
  for (const part of ["@", "a.", ":", "/"]) normaliseRemote(`https://${part.repeat(100_000)}!`);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test("a project is known by organization and repository, however the remote is written", () => {
  const id = projectOfRepository(digest, "org_1", "git@github.com:owner/name.git");
  expect(id).toBe(`proj_${digest("project\norg_1\ngithub.com/owner/name").slice(0, 16)}`);
  expect(projectOfRepository(digest, "org_1", "https://GitHub.com/owner/name")).toBe(id);
  expect(projectOfRepository(digest, "org_2", "https://github.com/owner/name")).not.toBe(id);
  expect(projectOfRepository(digest, "org_1", "https://github.com/owner/game")).not.toBe(id);
  expect(projectOfRepository(digest, "org_1", "/home/ana/game")).toBeUndefined();
});
