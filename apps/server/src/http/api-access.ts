import { type Scope, allows } from "@hearth/core/access/scopes";
import { HearthError } from "@hearth/core/errors";
import type { FoundApiKey } from "@hearth/store/lookups";
import type { Tenant } from "@hearth/store/context";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Authenticator } from "../access/authenticator.ts";
import type { Config } from "../config.ts";
import { type Allowance, RateLimits } from "./rate-limits.ts";

/** Who may send how much: requests with a good key are counted by key, all others by address. */
export interface ApiLimits {
  readonly keys: RateLimits;
  readonly addresses: RateLimits;
}

/** The limits of a server; both none where it has none. */
export function apiLimits({ apiRequestsPerMinute }: Pick<Config, "apiRequestsPerMinute">): ApiLimits {
  return { keys: new RateLimits(apiRequestsPerMinute), addresses: new RateLimits(apiRequestsPerMinute) };
}

declare module "fastify" {
  interface FastifyRequest {
    /** Whose key the request brought. */
    tenant: Tenant;
  }
  interface FastifyContextConfig {
    /** What a key needs for the route; a route of `/api/v1` without it is open to every key. */
    scope?: Scope;
  }
}

/** Lets only keys with a route's scope to the routes of `app`, so many a minute. */
export function demandApiKey(
  app: FastifyInstance,
  { authenticator, limits }: { readonly authenticator: Authenticator; readonly limits: ApiLimits },
): void {
  app.decorateRequest("tenant");
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id).header("cache-control", "no-store");
    const key = await authenticator.apiKey(request.headers.authorization).catch((error: unknown) => {
      demandAllowance(reply, limits.addresses.take(addressOf(request), Date.now()));
      throw error;
    });
    demandAllowance(reply, limits.keys.take(String(key.keyId), Date.now()));
    demandScope(key, request.routeOptions.config.scope);
    request.tenant = { organizationId: key.organizationId, mode: key.mode };
  });
}

/**
 * Shows what is left of a sender's minute.
 * @throws HearthError `rate_limited` where nothing is
 */
function demandAllowance(reply: FastifyReply, allowance: Allowance | undefined): void {
  if (!allowance) return;
  const { limit, remaining, resetAt, isOver } = allowance;
  reply
    .header("x-ratelimit-limit", limit)
    .header("x-ratelimit-remaining", remaining)
    .header("x-ratelimit-reset", Math.ceil(resetAt / 1_000));
  if (!isOver) return;
  const seconds = Math.max(1, Math.ceil((resetAt - Date.now()) / 1_000));
  reply.header("retry-after", seconds);
  throw new HearthError(
    "rate_limited",
    `More than ${limit} requests in a minute: wait ${seconds} seconds and send this again.`,
  );
}

/** Whoever has one address of IPv6 has all that begin like it. */
const addressOf = ({ ip }: FastifyRequest): string =>
  ip.includes(".") ? ip : ip.split(":").slice(0, 4).join(":");

export const isApiPath = (url: string): boolean => /^\/api\/v1(?=[/?]|$)/.test(url);

/** What a request is told that found no route at all: its fault, or that its address has sent too many. */
export function faultBeforeRoute(
  { addresses }: ApiLimits,
  request: FastifyRequest,
  reply: FastifyReply,
  fault: unknown,
): unknown {
  if (!isApiPath(request.url)) return fault;
  try {
    demandAllowance(reply, addresses.take(addressOf(request), Date.now()));
    return fault;
  } catch (error) {
    return error;
  }
}

function demandScope({ scopes }: FoundApiKey, needed: Scope | undefined): void {
  if (needed === undefined || allows(scopes, needed)) return;
  throw new HearthError(
    "insufficient_scope",
    `This needs an API key with the scope ${needed}: make one with "hearth key create --scopes ${needed}".`,
    [{ path: "scope", message: `must be ${needed}` }],
  );
}
