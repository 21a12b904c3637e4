import { randomBytes } from "node:crypto";
import { isScope, scopes, type Scope } from "@hearth/core/access/scopes";
import { apiKey, previewOf, secretBytes, type Mode } from "@hearth/core/access/secret-format";
import { HearthError } from "@hearth/core/errors";
import type { Command } from "../context.ts";
import { apiKeyOf, type ApiKey } from "./api-key.ts";
import { checkedName } from "./checked-name.ts";
import type { Secret } from "./credential.ts";
import { newIdentifier } from "./identifier.ts";
import { secretHash } from "./secret-hash.ts";

export interface NewApiKey {
  readonly name: string;
  readonly mode: Mode;
  readonly scopes: readonly string[];
}

/** Makes an API key. Its secret is answered here and nowhere else: only the hash is kept. */
export const createApiKey: Command<NewApiKey, ApiKey & Secret> = async (context, input) => {
  const secret = apiKey(input.mode, randomBytes(secretBytes.apiKey));
  const row = await context.db
    .insertInto("api_keys")
    .values({
      organization_id: context.organizationId,
      public_id: newIdentifier("key"),
      name: checkedName(input.name, { of: "API key" }),
      hash: secretHash(secret),
      preview: previewOf(secret),
      created_at: context.now,
      last_used_at: null,
      revoked_at: null,
      mode: input.mode,
      scopes: checkedScopes(input.scopes).join(" "),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { ...apiKeyOf(row), secret };
};

function checkedScopes(texts: readonly string[]): Scope[] {
  const known = `choose from ${scopes.join(", ")}`;
  const unknown = texts.find((text) => !isScope(text));
  if (unknown !== undefined || texts.length === 0) {
    throw new HearthError(
      "invalid_request",
      unknown === undefined
        ? `An API key needs a scope: ${known}.`
        : `There is no scope "${unknown}": ${known}.`,
      [{ path: "scopes", message: `Must be one or more of ${scopes.join(", ")}.` }],
    );
  }
  return [...new Set(texts.filter(isScope))];
}
