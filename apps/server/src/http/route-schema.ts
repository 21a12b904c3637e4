import { type TSchema, Type } from "@hearth/contract";
import type { FastifySchema } from "fastify";
import type { Route } from "./route.ts";

/** What the API document says beside a route's own words. */
export interface RouteDocument {
  readonly tag: string;
  readonly security: FastifySchema["security"];
  /** The shapes of its refusals, by status. */
  readonly refusals: Readonly<Record<number, TSchema>>;
}

/** What the API document says of a route. */
export const routeSchema = (
  { operationId, summary, params, query, body, answer, status = 200 }: Omit<Route, "handle">,
  { tag, security, refusals }: RouteDocument,
): FastifySchema => ({
  operationId,
  summary,
  tags: [tag],
  ...(security && { security }),
  ...(params && { params }),
  ...(query && { querystring: query }),
  ...(body && { body }),
  response: { [status]: status === 204 ? Type.Null({ description: "Done." }) : answer, ...refusals },
});

/** A collection named in a path as a heading: `release-notes` is Release notes. */
export const heading = (noun: string): string =>
  noun.charAt(0).toUpperCase() + noun.slice(1).replaceAll("-", " ");
