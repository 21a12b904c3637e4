import type { Question } from "../context.ts";
import { pageOf, spanOf, type Page, type PageRequest } from "./credential-page.ts";
import { deviceOf, type Device } from "./device.ts";

/** Devices of the organization, newest first, revoked ones included. */
export const listDevices: Question<PageRequest, Page<Device>> = async (context, input) => {
  const span = spanOf(context, "listDevices", input);
  const rows = await context.db
    .selectFrom("devices")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("id", "<", span.below)
    .orderBy("id", "desc")
    .limit(span.limit + 1)
    .execute();
  return pageOf(context, span, rows, deviceOf);
};
