import { sqliteLookups } from "../engines/sqlite/sqlite-lookups.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isApiKey, isDeviceToken, isGameToken } from "@hearth/core/access/secret-format";
import type { StoreContext } from "../context.ts";
import { migrate } from "../engines/sqlite/migrate.ts";
import { kyselyOver } from "../engines/sqlite/kysely-over.ts";
import { openWriter, type Connection } from "../engines/sqlite/open.ts";
import { cursorKeyOf, publicIdsOf } from "../settings.ts";
import { activateDevice } from "./activate-device.ts";
import { createApiKey } from "./create-api-key.ts";
import { createDevice } from "./create-device.ts";
import { createEnvironment } from "./create-environment.ts";
import { createGameToken } from "./create-game-token.ts";
import { createOrganization } from "./create-organization.ts";
import { createProject } from "./create-project.ts";
import { getRetention } from "./get-retention.ts";
import { listApiKeys } from "./list-api-keys.ts";
import { listDevices } from "./list-devices.ts";
import { listEnvironments } from "./list-environments.ts";
import { listGameTokens } from "./list-game-tokens.ts";
import { listOrganizations } from "./list-organizations.ts";
import { listProjects } from "./list-projects.ts";
import { revokeApiKey } from "./revoke-api-key.ts";
import { revokeDevice } from "./revoke-device.ts";
import { revokeGameToken } from "./revoke-game-token.ts";
import { secretHash } from "./secret-hash.ts";
import { setRetention } from "./set-retention.ts";
import { updateEnvironment } from "./update-environment.ts";

let folder: string;
let database: Connection;
let own: StoreContext;
let foreign: StoreContext;
const now = Date.parse("2026-03-01T10:00:00.000Z");

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "hearth-access-"));
  database = openWriter(join(folder, "hearth.db"));
  migrate(database);
  const root = {
    db: kyselyOver(database),
    ids: publicIdsOf(database),
    cursorKey: cursorKeyOf(database),
    mode: "live" as const,
    organizationId: 0,
    now,
  };
  await createOrganization(root, { name: "Own" });
  await createOrganization(root, { name: "Foreign" });
  own = { ...root, organizationId: 1 };
  foreign = { ...root, organizationId: 2 };
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

describe("organizations and projects", () => {
  it("shows an organization itself and nobody else", async () => {
    const { items } = await listOrganizations(own, {});
    expect(items).toMatchObject([{ name: "Own", createdAt: "2026-03-01T10:00:00.000Z" }]);
    expect(items[0]!.id).toMatch(/^org_[0-9a-f]{16}$/);
    await expect(createOrganization(own, { name: "Own" })).rejects.toMatchObject({ code: "conflict" });
  });

  it("makes a project with its two environments", async () => {
    const made = await createProject(own, { name: "  Tower  " });
    expect(made).toMatchObject({
      name: "Tower",
      environments: [
        { name: "Production", color: "#2f9e44" },
        { name: "Development", color: "#1c7ed6" },
      ],
    });
    await createProject(foreign, { name: "Tower" });
    expect(await listProjects(own, {})).toEqual({ items: [made] });
    await expect(createProject(own, { name: "Tower" })).rejects.toMatchObject({ code: "conflict" });
  });

  it.each(["", "   ", "a".repeat(121), "line\nbreak", "\ud800", "proj_0123456789abcdef"])(
    "refuses the name %j",
    async (name) => {
      await expect(createProject(own, { name })).rejects.toMatchObject({
        code: "invalid_request",
        details: [{ path: "name" }],
      });
    },
  );
});

describe("environments", () => {
  it("are made, renamed and recolored, named by id or by name", async () => {
    const project = await createProject(own, { name: "Tower" });
    const made = await createEnvironment(own, { project: project.id, name: "QA" });
    expect(made.color).toMatch(/^#[0-9a-f]{6}$/);
    const changed = await updateEnvironment(own, {
      project: "Tower",
      environment: made.id,
      name: "Quality",
      color: "#ABCDEF",
    });
    expect(changed).toEqual({ ...made, name: "Quality", color: "#abcdef" });
    const { items } = await listEnvironments(own, { project: "Tower" });
    expect(items.map(({ name }) => name)).toEqual(["Production", "Development", "Quality"]);
    await expect(
      updateEnvironment(own, { project: "Tower", environment: "Quality", name: "Production" }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(createEnvironment(own, { project: "Tower", name: "x", color: "red" })).rejects.toMatchObject(
      { code: "invalid_request", details: [{ path: "color" }] },
    );
  });

  it("of another organization do not exist", async () => {
    const theirs = await createProject(foreign, { name: "Secret" });
    const mine = await createProject(own, { name: "Tower" });
    await expect(listEnvironments(own, { project: theirs.id })).rejects.toMatchObject({
      code: "not_found",
      message: `There is no project "${theirs.id}": choose "Tower" or create it first.`,
    });
    await expect(
      updateEnvironment(own, { project: mine.id, environment: theirs.environments[0]!.id, name: "x" }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("game tokens", () => {
  it("are found by the hash of a secret that is shown once", async () => {
    await createProject(own, { name: "Tower" });
    const made = await createGameToken(own, { project: "Tower", environment: "Production", name: "Godot" });
    expect(isGameToken(made.secret)).toBe(true);
    expect(made.preview).toBe(`${made.secret.slice(0, 8)}...${made.secret.slice(-4)}`);
    expect(await sqliteLookups(database).gameToken(secretHash(made.secret))).toEqual({
      tokenId: 1,
      organizationId: 1,
      projectId: 1,
      environmentId: 1,
      revokedAt: null,
    });
    const { secret, ...shown } = made;
    expect(await listGameTokens(own, {})).toEqual({ items: [shown], nextCursor: null });
    expect(database.serialize().includes(secret)).toBe(false);
  });

  it("are revoked for ever, and only by their own organization", async () => {
    await createProject(own, { name: "Tower" });
    const made = await createGameToken(own, { project: "Tower", environment: "Production", name: "Godot" });
    await expect(revokeGameToken(foreign, { id: made.id })).rejects.toMatchObject({ code: "not_found" });
    const revoked = await revokeGameToken(own, { id: made.id });
    expect(revoked.revokedAt).toBe("2026-03-01T10:00:00.000Z");
    expect(await revokeGameToken({ ...own, now: now + 5 }, { id: made.id })).toEqual(revoked);
    expect(await sqliteLookups(database).gameToken(secretHash(made.secret))).toMatchObject({
      revokedAt: now,
    });
  });

  it("need a name of 3 characters", async () => {
    await createProject(own, { name: "Tower" });
    await expect(
      createGameToken(own, { project: "Tower", environment: "Production", name: "ab" }),
    ).rejects.toMatchObject({ code: "invalid_request", details: [{ path: "name" }] });
  });

  it("are paged newest first, by project or all together", async () => {
    await createProject(own, { name: "Tower" });
    await createProject(own, { name: "Racer" });
    for (const [project, name] of [
      ["Tower", "one"],
      ["Racer", "two"],
      ["Tower", "three"],
    ] as const) {
      await createGameToken(own, { project, environment: "Production", name });
    }
    const first = await listGameTokens(own, { limit: 2 });
    expect(first.items.map(({ name }) => name)).toEqual(["three", "two"]);
    const second = await listGameTokens(own, { limit: 2, cursor: first.nextCursor! });
    expect(second.items.map(({ name }) => name)).toEqual(["one"]);
    expect(second.nextCursor).toBeNull();
    const tower = await listGameTokens(own, { project: "Tower", limit: 1 });
    expect(tower.items.map(({ name }) => name)).toEqual(["three"]);
    const rest = await listGameTokens(own, { cursor: tower.nextCursor! });
    expect(rest.items.map(({ name }) => name)).toEqual(["one"]);
    expect((await listGameTokens(foreign, {})).items).toEqual([]);
    await expect(listGameTokens(foreign, { cursor: first.nextCursor! })).rejects.toMatchObject({
      details: [{ path: "cursor" }],
    });
    await expect(listGameTokens(own, { limit: 0 })).rejects.toMatchObject({ details: [{ path: "limit" }] });
  });
});

describe("API keys", () => {
  it("keep mode and scopes, each once", async () => {
    const made = await createApiKey(own, {
      name: "CI",
      mode: "test",
      scopes: ["read:reports", "write:signals", "read:reports"],
    });
    expect(isApiKey(made.secret)).toBe(true);
    expect(made.scopes).toEqual(["read:reports", "write:signals"]);
    expect(await sqliteLookups(database).apiKey(secretHash(made.secret))).toEqual({
      keyId: 1,
      organizationId: 1,
      organization: (await listOrganizations(own, {})).items[0]!.id,
      mode: "test",
      scopes: ["read:reports", "write:signals"],
      revokedAt: null,
    });
    await expect(revokeApiKey(foreign, { id: made.id })).rejects.toMatchObject({ code: "not_found" });
    expect((await revokeApiKey(own, { id: made.id })).revokedAt).not.toBeNull();
    expect((await listApiKeys(own, {})).items).toMatchObject([{ name: "CI", scopes: made.scopes }]);
    expect((await listApiKeys(foreign, {})).items).toEqual([]);
    expect(await sqliteLookups(database).apiKey(secretHash("forg_live_0"))).toBeUndefined();
  });

  it.each([[[]], [["admin", "root"]]])("refuse the scopes %j", async (scopes) => {
    await expect(createApiKey(own, { name: "CI", mode: "live" as const, scopes })).rejects.toMatchObject({
      code: "invalid_request",
      details: [{ path: "scopes" }],
    });
  });
});

describe("devices", () => {
  const find = async (secret: string) => await sqliteLookups(database).device(secretHash(secret));

  it("have two tokens, which open different doors for the same user", async () => {
    const { secret, otlpSecret, ...made } = await createDevice(own, { user: "ada", mode: "test" });
    expect([secret, otlpSecret].map(isDeviceToken)).toEqual([true, true]);
    expect(otlpSecret).not.toBe(secret);
    const shared = {
      publicId: made.id,
      organizationId: 1,
      organization: (await listOrganizations(own, {})).items[0]!.id,
      mode: "test",
      user: "ada",
      activatedAt: null,
      revokedAt: null,
    };
    expect(await find(secret)).toEqual({ ...shared, deviceId: 1, opens: "engine" });
    expect(await find(otlpSecret)).toEqual({ ...shared, deviceId: 2, opens: "otlp" });
    for (const text of [secret, otlpSecret]) expect(database.serialize().includes(text)).toBe(false);
    expect(await listDevices(own, {})).toEqual({ items: [made], nextCursor: null });
    expect((await listDevices(foreign, {})).items).toEqual([]);
  });

  it("show when either token was last used", async () => {
    await createDevice(own, { user: "ada", mode: "live" });
    const use = database.prepare("update devices set last_used_at = ? where id = ?");
    const lastUse = async () => (await listDevices(own, {})).items[0]!.lastUsedAt;
    expect(await lastUse()).toBeNull();
    use.run(now + 5, 2);
    expect(await lastUse()).toBe("2026-03-01T10:00:00.005Z");
    use.run(now + 7, 1);
    expect(await lastUse()).toBe("2026-03-01T10:00:00.007Z");
  });

  it("are revoked with both tokens, for ever, and only by their own organization", async () => {
    const made = await createDevice(own, { user: "ada", mode: "live" });
    const kept = await createDevice(own, { user: "eve", mode: "live" });
    await expect(revokeDevice(foreign, { id: made.id })).rejects.toMatchObject({ code: "not_found" });
    const revoked = await revokeDevice(own, { id: made.id });
    expect(revoked.revokedAt).toBe("2026-03-01T10:00:00.000Z");
    expect(await revokeDevice({ ...own, now: now + 5 }, { id: made.id })).toEqual(revoked);
    for (const secret of [made.secret, made.otlpSecret]) {
      expect(await find(secret)).toMatchObject({ revokedAt: now });
    }
    for (const secret of [kept.secret, kept.otlpSecret]) {
      expect(await find(secret)).toMatchObject({ revokedAt: null });
    }
  });

  it("are activated once, by their own organization and mode, unless revoked", async () => {
    const made = await createDevice(own, { user: "ada", mode: "live" });
    for (const context of [foreign, { ...own, mode: "test" } as const]) {
      await expect(activateDevice(context, { id: made.id })).rejects.toMatchObject({
        code: "unauthenticated",
      });
    }
    expect(await activateDevice(own, { id: made.id })).toEqual({
      device: made.id,
      user: "ada",
      mode: "live",
      organization: { id: (await listOrganizations(own, {})).items[0]!.id, name: "Own" },
      sessionTimeout: 1_800,
      timeZone: "UTC",
    });
    await activateDevice({ ...own, now: now + 5 }, { id: made.id });
    expect(await find(made.secret)).toMatchObject({ activatedAt: now });
    expect(await find(made.otlpSecret)).toMatchObject({ activatedAt: null });
    expect((await listDevices(own, {})).items).toMatchObject([{ activatedAt: "2026-03-01T10:00:00.000Z" }]);
    await revokeDevice(own, { id: made.id });
    await expect(activateDevice(own, { id: made.id })).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("retention", () => {
  it("is off until it is set, per channel", async () => {
    const { id } = await createProject(own, { name: "Tower" });
    const project = { id, name: "Tower" };
    expect(await getRetention(own, { project: id })).toEqual({ project, channels: [] });
    await setRetention(own, { project: id, channel: "dev", days: 14 });
    await setRetention(own, { project: id, channel: "dev", days: 7 });
    expect(await setRetention(own, { project: id, channel: "*", days: 365 })).toEqual({
      project,
      channels: [
        { channel: "*", days: 365 },
        { channel: "dev", days: 7 },
      ],
    });
    const left = await setRetention(own, { project: id, channel: "*", days: null });
    expect(left.channels).toEqual([{ channel: "dev", days: 7 }]);
  });

  it.each([
    ["nightly", 5, "channel"],
    ["dev", 0, "days"],
    ["dev", 1.5, "days"],
  ])("refuses %s for %s days", async (channel, days, path) => {
    await createProject(own, { name: "Tower" });
    await expect(setRetention(own, { project: "Tower", channel, days })).rejects.toMatchObject({
      code: "invalid_request",
      details: [{ path }],
    });
    await expect(getRetention(foreign, { project: "Tower" })).rejects.toMatchObject({ code: "not_found" });
  });
});
