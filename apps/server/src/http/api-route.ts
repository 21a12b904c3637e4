import type { Static, TObject, TSchema } from "@hearth/contract";
import type { Scope } from "@hearth/core/access/scopes";
import type { ConsoleRequest, ConsoleRoute } from "./console-route.ts";

/** What a handler of `/api/v1` is given. `ask` and `order` are bound to the key's organization and mode. */
export type ApiRequest<Params, Query, Body> = Pick<
  ConsoleRequest<Params, Query, Body>,
  "params" | "query" | "body" | "ask" | "order"
>;

/** A route below `/api/v1`, and the scope a key needs for it. */
export interface ApiRoute<
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
> extends Omit<ConsoleRoute<Params, Query, Body>, "handle"> {
  readonly scope: Scope;
  /** Returns JSON text from `ask`, or a value to be serialised. */
  handle(request: ApiRequest<Static<Params>, Static<Query>, Static<Body>>): Promise<unknown>;
}

/** Gives a route literal its types. */
export const apiRoute = <
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
>(
  route: ApiRoute<Params, Query, Body>,
): ApiRoute<Params, Query, Body> => route;
