import type { Question, StoreContext } from "../context.ts";
import { pageOf, spanOf, type Page, type PageRequest } from "./credential-page.ts";
import { deviceOf, type Device } from "./device.ts";
import { telemetryTokenId } from "./telemetry-token.ts";

/** Devices of the organization, newest first, revoked ones included. */
export const listDevices: Question<PageRequest, Page<Device>> = async (context, input) => {
  const span = spanOf(context, "listDevices", input);
  const rows = await context.db
    .selectFrom("devices")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("opens", "=", "engine")
    .where("id", "<", span.below)
    .orderBy("id", "desc")
    .limit(span.limit + 1)
    .execute();
  const telemetry = await telemetryUses(
    context,
    rows.map((row) => telemetryTokenId(row.public_id)),
  );
  return pageOf(context, span, rows, (row) => deviceOf(row, telemetry.get(telemetryTokenId(row.public_id))));
};

async function telemetryUses(
  { db, organizationId }: StoreContext,
  ids: readonly string[],
): Promise<Map<string, number | null>> {
  if (ids.length === 0) return new Map();
  const uses = await db
    .selectFrom("devices")
    .select(["public_id", "last_used_at"])
    .where("organization_id", "=", organizationId)
    .where("public_id", "in", ids)
    .execute();
  return new Map(uses.map((use) => [use.public_id, use.last_used_at]));
}
