import type { Command } from "../context.ts";
import { deviceOf, type Device } from "./device.ts";
import { revokeCredential } from "./revoke-credential.ts";
import { telemetrySuffix, telemetryTokenId } from "./telemetry-token.ts";

/** Revokes both tokens of the device of that id for ever and answers it as it now stands. */
export const revokeDevice: Command<{ id: string }, Device> = async (context, { id }) => {
  const device = id.endsWith(telemetrySuffix) ? id.slice(0, -telemetrySuffix.length) : id;
  await revokeCredential(context, "devices", device);
  const revoke = context.db.updateTable("devices").set({ revoked_at: context.now });
  await revoke
    .where("organization_id", "=", context.organizationId)
    .where("public_id", "=", telemetryTokenId(device))
    .where("revoked_at", "is", null)
    .execute();
  const row = await context.db
    .selectFrom("devices")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("public_id", "=", device)
    .executeTakeFirstOrThrow();
  return deviceOf(row);
};
