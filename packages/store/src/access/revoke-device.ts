import type { Command } from "../context.ts";
import { deviceOf, type Device } from "./device.ts";
import { revokeCredential } from "./revoke-credential.ts";

/** Revokes the device of that id for ever and answers it as it now stands. */
export const revokeDevice: Command<{ id: string }, Device> = async (context, { id }) => {
  await revokeCredential(context, "devices", id);
  const row = await context.db
    .selectFrom("devices")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("public_id", "=", id)
    .executeTakeFirstOrThrow();
  return deviceOf(row);
};
