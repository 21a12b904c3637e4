import type { Static, TObject, TSchema } from "@hearth/contract";
import type { IngestScope } from "@hearth/core/games/intake/scope";
import type { Door } from "../intake/intake-item.ts";
import type { Commands } from "@hearth/store/commands";
import type { Questions } from "@hearth/store/questions";

type InputOf<Verb> = Verb extends (context: never, input: infer Input) => unknown ? Input : never;
type OutputOf<Verb> = Verb extends (...args: never[]) => Promise<infer Output> ? Output : never;

/** What a console handler is given. `ask` and `order` are bound to the caller's organization. */
export interface ConsoleRequest<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
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

/** A route as a value: who may call it is read from its path, what it takes from its schemas. */
export interface ConsoleRoute<
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
> {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Below `/console/v1`, with `:name` parameters. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Success status (200 unless said) and the shape answered with it. */
  readonly status?: 200 | 201 | 204;
  readonly answer: TSchema;
  /** Returns JSON text from `ask`, or a value to be serialised. */
  handle(request: ConsoleRequest<Static<Params>, Static<Query>, Static<Body>>): Promise<unknown>;
}

/** Gives a route literal its types. */
export const consoleRoute = <
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
>(
  route: ConsoleRoute<Params, Query, Body>,
): ConsoleRoute<Params, Query, Body> => route;
