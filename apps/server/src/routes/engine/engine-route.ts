import type { Static, TObject, TSchema } from "@hearth/contract";
import type { EngineSender, SendingDevice } from "../../access/device-access.ts";
import type { Verified } from "../../access/device-signature.ts";
import type { Route, RouteRequest } from "../../http/route.ts";
import type { SubmitSignals } from "./submit-signals.ts";

/** What a handler of `/engine/v1` is given beside what its schemas say. */
export interface EngineRequest<Params, Query, Body> extends RouteRequest<Params, Query, Body> {
  readonly sender: EngineSender;
  readonly verified: Verified;
  /** Octets of the body, unpacked. */
  readonly octets: Buffer;
  /** Epoch milliseconds of receipt. */
  readonly now: number;
  /** Hands signals to the writer; resolves once they are durable. */
  readonly submit: SubmitSignals;
  readonly signingKey: (device: SendingDevice) => string;
}

/** A route below `/engine/v1`. Where it has no `body`, the handler reads the octets itself. */
export interface EngineRoute<
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
> extends Route<Params, Query, Body, EngineRequest<Static<Params>, Static<Query>, Static<Body>>> {
  /** Whether an API key with the scope `write:signals` is taken beside devices. */
  readonly takesKeys?: boolean;
  /** Whether it gives out the key to sign with, and so cannot demand a signature. */
  readonly givesKey?: boolean;
  /** Whether a request whose signed time is off is answered by the handler and not refused. */
  readonly judgesTime?: boolean;
  /** What the API document says of a body that the handler reads itself. */
  readonly bodyShape?: TSchema;
}

/** Gives a route literal its types. */
export const engineRoute = <
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
>(
  route: EngineRoute<Params, Query, Body>,
): EngineRoute<Params, Query, Body> => route;

/** The device of a door that takes no keys. */
export function deviceOf({ device }: EngineSender): SendingDevice {
  if (!device) throw new Error("This door takes devices alone.");
  return device;
}
