import { Words } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";
import { Event } from "./event.ts";
import { Report } from "./report.ts";
import { Instant, orderFilter, pageFilters, PageOf } from "./shapes.ts";
import { UploadedFile } from "./upload.ts";
import { momentWords } from "./vocabulary.ts";

const at = Instant("When it occurred; of files and reports, when it was received.");

/** One thing that happened in a session. */
export const Moment = Type.Union([
  Type.Object({ kind: Type.Literal("event"), at, event: Event }),
  Type.Object({ kind: Type.Literal("upload"), at, upload: UploadedFile }),
  Type.Object({ kind: Type.Literal("report"), at, report: Report }),
]);
export const TimelinePage = PageOf(Moment);

export const TimelineQuery = Type.Object(
  {
    ...pageFilters,
    ...orderFilter("asc"),
    kind: Type.Optional(Words(momentWords, "Only this kind.")),
  },
  { additionalProperties: false },
);
