import { Type } from "../schema.ts";
import { Count } from "./shapes.ts";

/** What a deletion removed. */
export const Removed = Type.Object({
  sessions: Count(),
  events: Count(),
  uploads: Count(),
  reports: Count(),
  rejections: Count("Refused requests that told of what was removed."),
});
