import { channelWords } from "../ingest/session-start.ts";
import { Nullable, Words } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";
import { ProjectCard } from "./project.ts";

const channel = Words(
  [...channelWords, "*"],
  "A build channel, or * for everything without a line of its own.",
);

export const Retention = Type.Object({
  project: ProjectCard,
  channels: Type.Array(
    Type.Object({ channel, days: Type.Integer({ description: "Whole days that rows are kept." }) }),
    {
      description: "A channel without a line, where * has none either, keeps its rows for ever.",
    },
  ),
});

export const RetentionBody = Type.Object(
  {
    channel,
    days: Nullable(
      Type.Integer({ minimum: 1, maximum: 36_500, description: "Whole days; null keeps for ever." }),
    ),
  },
  { additionalProperties: false, description: "How long what one channel's games sent is kept." },
);
