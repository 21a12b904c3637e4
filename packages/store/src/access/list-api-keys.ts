import type { Question } from "../context.ts";
import { apiKeyOf, type ApiKey } from "./api-key.ts";
import { pageOf, spanOf, type Page, type PageRequest } from "./credential-page.ts";

/** API keys of the organization, newest first, revoked ones included. */
export const listApiKeys: Question<PageRequest, Page<ApiKey>> = async (context, input) => {
  const span = spanOf(context, "listApiKeys", input);
  const rows = await context.db
    .selectFrom("api_keys")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("id", "<", span.below)
    .orderBy("id", "desc")
    .limit(span.limit + 1)
    .execute();
  return pageOf(context, span, rows, apiKeyOf);
};
