import { randomBytes } from "node:crypto";
import { deviceToken, previewOf, secretBytes, type Mode } from "@hearth/core/access/secret-format";
import type { Command } from "../context.ts";
import { checkedName } from "./checked-name.ts";
import type { Secret } from "./credential.ts";
import { deviceOf, type Device } from "./device.ts";
import { newIdentifier } from "./identifier.ts";
import { secretHash } from "./secret-hash.ts";
import { telemetryTokenId } from "./telemetry-token.ts";

export interface NewDevice {
  readonly user: string;
  readonly mode: Mode;
}

/** The secrets of a device, shown once. */
export interface DeviceSecrets extends Secret {
  /** For tools that send their own telemetry: opens the OTLP doors and no others. */
  readonly otlpSecret: string;
}

/** Makes a device. Its secrets are answered here and nowhere else: only their hashes are kept. */
export const createDevice: Command<NewDevice, Device & DeviceSecrets> = async (context, input) => {
  const secret = deviceToken(randomBytes(secretBytes.device));
  const otlpSecret = deviceToken(randomBytes(secretBytes.device));
  const id = newIdentifier("dev");
  const shared = {
    organization_id: context.organizationId,
    name: checkedName(input.user, { of: "device's user" }),
    created_at: context.now,
    last_used_at: null,
    revoked_at: null,
    mode: input.mode,
    activated_at: null,
  };
  const row = await context.db
    .insertInto("devices")
    .values({
      ...shared,
      public_id: id,
      hash: secretHash(secret),
      preview: previewOf(secret),
      opens: "engine",
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await context.db
    .insertInto("devices")
    .values({
      ...shared,
      public_id: telemetryTokenId(id),
      hash: secretHash(otlpSecret),
      preview: previewOf(otlpSecret),
      opens: "otlp",
    })
    .execute();
  return { ...deviceOf(row), secret, otlpSecret };
};
