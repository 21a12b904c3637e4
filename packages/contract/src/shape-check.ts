import { Ajv, type ErrorObject } from "ajv";
import type { Static, TSchema } from "./schema.ts";

/** One place where a value does not have its shape; `path` such as `[3].eventType`, empty for the value. */
export interface ShapeFault {
  readonly path: string;
  readonly message: string;
}

export interface ShapeCheck<Shape extends TSchema> {
  fits(value: unknown): value is Static<Shape>;
  /** The faults of a value that does not fit, one for each path, the first twenty. */
  faults(value: unknown): ShapeFault[];
}

const mostFaults = 20;
const common = { strict: false, validateSchema: false, meta: false, validateFormats: false } as const;
const quick = new Ajv(common);
const thorough = new Ajv({ ...common, allErrors: true, verbose: true });
const converting = new Ajv({ ...common, coerceTypes: true, useDefaults: true });

/** Compiles a schema into a check whose faults say what, where and how to mend it. */
export function shapeCheck<Shape extends TSchema>(shape: Shape): ShapeCheck<Shape> {
  const fits = quick.compile(shape);
  return {
    fits: (value): value is Static<Shape> => fits(value),
    faults: (value) => faultsOf(shape, value),
  };
}

/**
 * The same for values that arrive as text (parameters of a URL): what reads as a number or a truth value is
 * converted in place, defaults are filled in.
 */
export function textCheck<Shape extends TSchema>(shape: Shape): ShapeCheck<Shape> {
  const fits = converting.compile(shape);
  return {
    fits: (value): value is Static<Shape> => fits(value),
    faults: (value) => faultsOf(shape, value),
  };
}

function faultsOf(shape: TSchema, value: unknown): ShapeFault[] {
  // Compiled when first needed: most shapes never meet a value that does not fit.
  const validate = thorough.compile(shape);
  validate(value);
  const faults = new Map<string, string>();
  for (const error of validate.errors ?? []) {
    const { path, message } = describe(error);
    if (!faults.has(path)) faults.set(path, message);
    if (faults.size === mostFaults) break;
  }
  return Array.from(faults, ([path, message]) => ({ path, message }));
}

function describe({
  keyword,
  instancePath,
  params,
  message = "does not fit",
  data,
}: ErrorObject): ShapeFault {
  const steps = instancePath
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const path = pathText(steps);
  switch (keyword) {
    case "required":
      return { path: pathText([...steps, String(params["missingProperty"])]), message: "is required" };
    case "additionalProperties":
      return { path: pathText([...steps, String(params["additionalProperty"])]), message: "is not known" };
    case "type":
      return { path, message: `must be ${kindsText(params["type"])}, and is ${kindOf(data)}` };
    case "enum":
      return {
        path,
        message: `must be one of ${(params["allowedValues"] as unknown[]).filter(Boolean).join(", ")}`,
      };
    case "const":
      return { path, message: `must be ${String(params["allowedValue"])}` };
    case "minLength":
      return { path, message: data === "" ? "must not be empty" : message };
    case "maxLength":
      return { path, message: `must have at most ${String(params["limit"])} characters` };
    default:
      return { path, message };
  }
}

const pathText = (steps: readonly string[]): string =>
  steps.map((step, at) => (/^\d+$/.test(step) ? `[${step}]` : at === 0 ? step : `.${step}`)).join("");

/** Null is allowed in many places and asked for in none, so it is not named. */
function kindsText(kinds: unknown): string {
  const names = (Array.isArray(kinds) ? kinds : String(kinds).split(",")) as string[];
  return names
    .filter((name) => name !== "null")
    .map(withArticle)
    .join(" or ");
}

const withArticle = (kind: string): string => (/^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`);

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return withArticle(Array.isArray(value) ? "array" : typeof value);
}
