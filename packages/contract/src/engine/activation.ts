import { Instant } from "../console/shapes.ts";
import { modeWords } from "../console/vocabulary.ts";
import { Words } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";

export const ActivationAnswer = Type.Object(
  {
    user_id: Type.String({ description: "Whose signals the device sends." }),
    device_id: Type.String(),
    organization: Type.Object({ id: Type.String(), name: Type.String() }),
    mode: Words(modeWords, "What it works with: real data or test data."),
    session_timeout: Type.Integer({ description: "Seconds without a call that begin a new session." }),
    time_zone: Type.String({ description: "IANA name." }),
    signing_key: Type.String({
      description:
        "64 hexadecimal digits, used as text: the key of X-Forg-Signature, the same at every activation.",
    }),
    server_time: Instant(),
  },
  { description: "Whose device this is and what it must know." },
);
