import type { FastifyRequest } from "fastify";
import type { Config } from "../config.ts";

const hostShape = /^(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/**
 * Where the sender of a request reaches this server, without a slash at the end: what the operator set,
 * else what a trusted proxy says, else the Host the request came under.
 */
export function baseUrl(
  { publicUrl, trustProxy }: Pick<Config, "publicUrl" | "trustProxy">,
  request: FastifyRequest,
): string {
  if (publicUrl !== undefined) return publicUrl;
  const forwarded = (name: string): string | undefined =>
    trustProxy
      ? String(request.headers[name] ?? "")
          .split(",")[0]!
          .trim() || undefined
      : undefined;
  const protocol = forwarded("x-forwarded-proto") === "https" ? "https" : "http";
  const named = forwarded("x-forwarded-host") ?? request.headers.host ?? "";
  const { localAddress = "127.0.0.1", localPort = 80 } = request.raw.socket;
  const host = hostShape.test(named)
    ? named
    : `${localAddress.includes(":") ? `[${localAddress}]` : localAddress}:${localPort}`;
  const prefix = forwarded("x-forwarded-prefix") ?? keptPrefix(request);
  return `${protocol}://${host}${/^(?:\/[\w.~-]+)*$/.test(prefix) ? prefix : ""}`;
}

/** What a proxy left in front of the path, which `stripPrefix` took off. */
function keptPrefix(request: FastifyRequest): string {
  const { originalUrl, url } = request;
  return originalUrl.endsWith(url) ? originalUrl.slice(0, originalUrl.length - url.length) : "";
}

const knownRoots = /\/(?:v1\/(?:ingest|logs|metrics)|files|(?:api|console|engine)\/v1|health)(?=[/?]|$)/;

/** The URL without whatever a proxy has put in front of the paths this server knows. */
export function stripPrefix(url: string): string {
  const at = knownRoots.exec(url)?.index ?? 0;
  const query = url.indexOf("?");
  return at > 0 && (query < 0 || at < query) ? url.slice(at) : url;
}
