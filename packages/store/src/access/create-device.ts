import { randomBytes } from "node:crypto";
import { deviceToken, previewOf, secretBytes, type Mode } from "@hearth/core/access/secret-format";
import type { Command } from "../context.ts";
import { checkedName } from "./checked-name.ts";
import type { Secret } from "./credential.ts";
import { deviceOf, type Device } from "./device.ts";
import { newIdentifier } from "./identifier.ts";
import { secretHash } from "./secret-hash.ts";

export interface NewDevice {
  readonly user: string;
  readonly mode: Mode;
}

/** Makes a device. Its secret is answered here and nowhere else: only the hash is kept. */
export const createDevice: Command<NewDevice, Device & Secret> = async (context, input) => {
  const secret = deviceToken(randomBytes(secretBytes.device));
  const row = await context.db
    .insertInto("devices")
    .values({
      organization_id: context.organizationId,
      public_id: newIdentifier("dev"),
      name: checkedName(input.user, { of: "device's user" }),
      hash: secretHash(secret),
      preview: previewOf(secret),
      created_at: context.now,
      last_used_at: null,
      revoked_at: null,
      mode: input.mode,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { ...deviceOf(row), secret };
};
