import { HearthError } from "@hearth/core/errors";
import type { Mode } from "@hearth/core/access/secret-format";
import type { Command } from "../context.ts";

/** What a device learns of its place. */
export interface Activation {
  /** Public id of the device. */
  readonly device: string;
  readonly user: string;
  readonly mode: Mode;
  readonly organization: { readonly id: string; readonly name: string };
  /** Seconds without a call that begin a new session. */
  readonly sessionTimeout: number;
  /** IANA name. */
  readonly timeZone: string;
}

/**
 * Notes that a device must sign from now on; the first time stays.
 * @throws HearthError `unauthenticated` where it was revoked meanwhile
 */
export const activateDevice: Command<{ id: string }, Activation> = async (context, { id }) => {
  const { db, organizationId, mode, now } = context;
  const device = await db
    .updateTable("devices")
    .set((row) => ({ activated_at: row.fn.coalesce("activated_at", row.val(now)) }))
    .where("organization_id", "=", organizationId)
    .where("mode", "=", mode)
    .where("public_id", "=", id)
    .where("opens", "=", "engine")
    .where("revoked_at", "is", null)
    .returning(["public_id", "name", "mode"])
    .executeTakeFirst();
  if (!device) {
    throw new HearthError(
      "unauthenticated",
      'This device was revoked: make another one with "hearth device create".',
    );
  }
  const organization = await db
    .selectFrom("organizations")
    .select(["public_id", "name", "session_timeout", "time_zone"])
    .where("id", "=", organizationId)
    .executeTakeFirstOrThrow();
  return {
    device: device.public_id,
    user: device.name,
    mode: device.mode,
    organization: { id: organization.public_id, name: organization.name },
    sessionTimeout: organization.session_timeout,
    timeZone: organization.time_zone,
  };
};
