import { type ShapeCheck, type TObject, type TSchema, shapeCheck, textCheck } from "@hearth/contract";
import { HearthError } from "@hearth/core/errors";
import { distance } from "fastest-levenshtein";
import type { FastifyRequest } from "fastify";
import { shapeError } from "../intake/read-body.ts";
import type { RouteInput } from "./route.ts";

interface Shapes {
  readonly params?: TObject;
  readonly query?: TObject;
  readonly body?: TSchema;
  readonly isBodyOptional?: true;
}

type AnyInput = RouteInput<Record<string, unknown>, Record<string, unknown>, unknown>;

/**
 * What reads the requests of a route into its shapes. Their checks are compiled when first needed: a start
 * does not wait for routes that nobody calls. It throws HearthError `invalid_request` naming every fault.
 */
export function requestReader({
  params,
  query,
  body,
  isBodyOptional,
}: Shapes): (request: FastifyRequest) => AnyInput {
  const paramsCheck = lazily(params, textCheck);
  const queryCheck = lazily(query, textCheck);
  const bodyCheck = lazily(body, shapeCheck);
  return (request) => ({
    params: readTexts(params, paramsCheck(), request.params),
    query: readTexts(query, queryCheck(), request.query),
    body: readBody(bodyCheck(), request.body === undefined && isBodyOptional ? {} : request.body),
  });
}

function lazily(
  shape: TSchema | undefined,
  compile: (shape: TSchema) => ShapeCheck<TSchema>,
): () => ShapeCheck<TSchema> | undefined {
  let check: ShapeCheck<TSchema> | undefined;
  return () => (check ??= shape && compile(shape));
}

/** Parameters arrive as text and are read as what their shape says. */
function readTexts(
  shape: TObject | undefined,
  check: ShapeCheck<TSchema> | undefined,
  sent: unknown,
): Record<string, unknown> {
  const given = { ...(sent as Record<string, unknown>) };
  const known = Object.keys(shape?.properties ?? {});
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) throw unknownParameter(name, known);
  }
  if (!shape || !check) return {};
  demand(check, given);
  return given;
}

function readBody(check: ShapeCheck<TSchema> | undefined, body: unknown): unknown {
  if (!check) return undefined;
  if (body === undefined) throw missingBody();
  demand(check, body);
  return body;
}

function demand(check: ShapeCheck<TSchema>, value: unknown): void {
  if (!check.fits(value)) throw shapeError(check.faults(value));
}

const missingBody = (): HearthError =>
  new HearthError("invalid_request", "The body is empty: send a JSON object.", [
    { path: "body", message: "is empty" },
  ]);

function unknownParameter(name: string, known: readonly string[]): HearthError {
  const nearest = known.toSorted((a, b) => distance(a, name) - distance(b, name))[0];
  const shown = name.slice(0, 64);
  const advice = nearest === undefined ? "this route takes none." : `did you mean ${nearest}?`;
  return new HearthError("invalid_request", `The parameter ${shown} is not known: ${advice}`, [
    {
      path: shown,
      message: nearest === undefined ? "is not known" : `is not known; the nearest is ${nearest}`,
    },
  ]);
}
