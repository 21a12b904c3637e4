import type { Static, TObject, TSchema } from "@hearth/contract";
import type { IngestScope } from "@hearth/core/games/intake/scope";
import type { Door } from "../intake/intake-item.ts";
import type { Route, RouteRequest } from "./route.ts";

/** What a console handler is given. `ask` and `order` are bound to the live data of the caller's organization. */
export interface ConsoleRequest<Params, Query, Body> extends RouteRequest<Params, Query, Body> {
  /** A link that downloads the file of an upload for a quarter of an hour; `expiresAt` is ISO 8601. */
  readonly fileLink: (uploadId: string) => { url: string; expiresAt: string };
  /** Sends a refused body through its door again. */
  readonly replay: (rejection: ReplayInput) => Promise<ReplayOutcome>;
}

/** A refused request as it was kept. Row ids. */
export interface ReplayInput {
  readonly id: number;
  readonly door: Door;
  readonly subject: string | null;
  readonly scope: IngestScope;
  readonly body: Uint8Array;
}

export interface ReplayOutcome {
  /** HTTP status the door answered. */
  readonly status: number;
  readonly message: string | null;
}

/** A route below `/console/v1`, for live keys with the scope admin. */
export type ConsoleRoute<
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
> = Route<Params, Query, Body, ConsoleRequest<Static<Params>, Static<Query>, Static<Body>>>;

/** Gives a route literal its types. */
export const consoleRoute = <
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
>(
  route: ConsoleRoute<Params, Query, Body>,
): ConsoleRoute<Params, Query, Body> => route;
