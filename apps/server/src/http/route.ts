import type { Static, TObject, TSchema } from "@hearth/contract";
import type { Tenant } from "@hearth/store/context";
import type { Commands } from "@hearth/store/commands";
import type { Questions } from "@hearth/store/questions";
import type { WriterClient } from "../intake/writer-client.ts";
import type { ReaderClient } from "../reading/reader-client.ts";

type InputOf<Verb> = Verb extends (context: never, input: infer Input) => unknown ? Input : never;
type OutputOf<Verb> = Verb extends (...args: never[]) => Promise<infer Output> ? Output : never;

/** Reads and writes of one tenant, and of no other. */
export interface TenantStore {
  /** Runs a read in the reader's thread; the answer is JSON text, ready to send. */
  readonly ask: <Name extends keyof Questions>(
    name: Name,
    input: InputOf<Questions[Name]>,
  ) => Promise<string>;
  /** Runs a write in the writer's next group; resolves once it is durable. */
  readonly order: <Name extends keyof Commands>(
    name: Name,
    input: InputOf<Commands[Name]>,
  ) => Promise<OutputOf<Commands[Name]>>;
}

/** Binds the threads that read and write to a tenant. */
export const tenantStore = (
  { reader, writer }: { readonly reader: ReaderClient; readonly writer: WriterClient },
  tenant: Tenant,
): TenantStore => ({
  ask: async (name, input) => await reader.ask(name, tenant, input),
  order: async (name, input) => (await writer.order(name, tenant, input)) as never,
});

/** What a request said, in the shapes of its route. */
export interface RouteInput<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

/** What a handler of a route is given. */
export interface RouteRequest<Params, Query, Body> extends RouteInput<Params, Query, Body>, TenantStore {}

/** A route as a value: what it takes and answers is read from its schemas. */
export interface Route<
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
  Request extends RouteRequest<Static<Params>, Static<Query>, Static<Body>> = never,
> {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Below the prefix of whoever calls it, with `:name` parameters. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** A request without a body is one with none of its members. */
  readonly isBodyOptional?: true;
  /** Success status (200 unless said) and the shape answered with it. */
  readonly status?: 200 | 201 | 202 | 204;
  readonly answer: TSchema;
  /** Returns JSON text from `ask`, or a value to be serialised. */
  handle(request: Request): Promise<unknown>;
}
