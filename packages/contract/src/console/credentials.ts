import { Nullable, Words } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";
import { EnvironmentCard, ProjectCard } from "./project.ts";
import { Instant, UncountedPageOf } from "./shapes.ts";
import { modeWords } from "./vocabulary.ts";

const credential = {
  id: Type.String(),
  preview: Type.String({ description: "First and last characters of the secret: flg_a1b2...j0k1" }),
  createdAt: Instant(),
  lastUsedAt: Nullable(Instant("Null where it was never used.")),
  revokedAt: Nullable(Instant()),
};
const secret = Type.String({ description: "The whole secret, shown this once." });
const mode = Words(modeWords, "What it works with: real data or test data.");
const optionalMode = Type.Optional(Words(modeWords, "live unless said."));

const token = {
  ...credential,
  name: Type.String(),
  project: ProjectCard,
  environment: EnvironmentCard,
};
export const GameToken = Type.Object(token);
export const NewGameToken = Type.Object({ ...token, secret });
export const GameTokenPage = UncountedPageOf(GameToken);
export const GameTokenBody = Type.Object(
  {
    name: Type.String({ minLength: 3, maxLength: 120 }),
    environment: Type.String({ minLength: 1, description: "Id or name of an environment of the project." }),
  },
  { additionalProperties: false },
);

const key = { ...credential, name: Type.String(), mode, scopes: Type.Array(Type.String()) };
export const ApiKey = Type.Object(key);
export const NewApiKey = Type.Object({ ...key, secret });
export const ApiKeyPage = UncountedPageOf(ApiKey);
export const ApiKeyBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    scopes: Type.Array(Type.String(), {
      minItems: 1,
      description: "What the key may do; admin is everything.",
    }),
    mode: optionalMode,
  },
  { additionalProperties: false },
);

const device = {
  ...credential,
  user: Type.String({ description: "Whose sessions it sends." }),
  mode,
  activatedAt: Nullable(Instant("Since when it must sign what it sends; null until it was activated.")),
};
export const Device = Type.Object(device);
export const NewDevice = Type.Object({
  ...device,
  secret,
  otlpSecret: Type.String({
    description: "Its second token, shown this once: opens the doors of tools' own telemetry and no others.",
  }),
});
export const DevicePage = UncountedPageOf(Device);
export const DeviceBody = Type.Object(
  { user: Type.String({ minLength: 1, maxLength: 120 }), mode: optionalMode },
  { additionalProperties: false },
);

/** Query of a list of credentials, newest first. */
export const CredentialQuery = Type.Object(
  {
    cursor: Type.Optional(
      Type.String({ minLength: 1, maxLength: 4_096, description: "nextCursor of the page before." }),
    ),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 500, description: "Items a page; 100 unless said." }),
    ),
  },
  { additionalProperties: false },
);
