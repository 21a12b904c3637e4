import type { Static, TObject, TSchema } from "@hearth/contract";
import type { Scope } from "@hearth/core/access/scopes";
import type { Route, RouteRequest } from "./route.ts";

/** What a handler of `/api/v1` is given. `ask` and `order` are bound to the key's organization and mode. */
export type ApiRequest<Params, Query, Body> = RouteRequest<Params, Query, Body>;

/** A route below `/api/v1`, and the scope a key needs for it. */
export interface ApiRoute<
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
> extends Route<Params, Query, Body, ApiRequest<Static<Params>, Static<Query>, Static<Body>>> {
  readonly scope: Scope;
}

/** Gives a route literal its types. */
export const apiRoute = <
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
>(
  route: ApiRoute<Params, Query, Body>,
): ApiRoute<Params, Query, Body> => route;
