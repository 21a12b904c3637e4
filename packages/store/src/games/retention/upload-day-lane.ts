import { dayOf } from "@hearth/core/identity/public-id";
import type { Lane, LaneStep } from "./lane.ts";

const daysKept = 2;

/** What each token uploaded in a day, once the day can no longer be counted against it. */
export const uploadDayLane: Lane = {
  name: "upload days",

  async step({ db, now }, after): Promise<LaneStep> {
    const oldest = await db
      .selectFrom("play_upload_days")
      .select("day")
      .orderBy("day")
      .limit(1)
      .executeTakeFirst();
    if (!oldest || oldest.day >= dayOf(now) - daysKept) return { removed: {}, rows: 0, after: null };
    const [gone] = await db.deleteFrom("play_upload_days").where("day", "=", oldest.day).execute();
    return { removed: {}, rows: Number(gone!.numDeletedRows), after };
  },
};
