import type { Command } from "../../context.ts";
import { checkedWhole } from "./checked-settings.ts";
import { codingSettings, type CodingSettings } from "./coding-settings.ts";

/** Sets for how many days calls are kept; null keeps them for ever. Older ones are answered as deleted. */
export const setCallDays: Command<{ days: number | null }, CodingSettings> = async (context, { days }) => {
  await context.db
    .updateTable("organizations")
    .set({ call_days: days === null ? null : checkedWhole("callDays", days) })
    .where("id", "=", context.organizationId)
    .execute();
  return await codingSettings(context);
};
