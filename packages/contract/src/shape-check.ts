import { Compile } from "typebox/compile";
import type { Static, TSchema } from "typebox";

/** One place where a value does not have its shape; `path` such as `[3].eventType`, empty for the value. */
export interface ShapeFault {
  readonly path: string;
  readonly message: string;
}

export interface ShapeCheck<Shape extends TSchema> {
  fits(value: unknown): value is Static<Shape>;
  /** The first few faults of a value that does not fit, one for each path. */
  faults(value: unknown): ShapeFault[];
}

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

const mostFaults = 20;

/** Compiles a schema into a check whose faults say what, where and how to mend it. */
export function shapeCheck<Shape extends TSchema>(shape: Shape): ShapeCheck<Shape> {
  const compiled = Compile(shape);
  return {
    fits: (value): value is Static<Shape> => compiled.Check(value),
    faults(value) {
      const faults = new Map<string, string>();
      for (const error of compiled.Errors(value) as readonly SchemaError[]) {
        for (const { path, message } of describe(error, value)) {
          if (!faults.has(path)) faults.set(path, message);
        }
        if (faults.size >= mostFaults) break;
      }
      return Array.from(faults, ([path, message]) => ({ path, message }));
    },
  };
}

function describe({ keyword, instancePath, params, message }: SchemaError, value: unknown): ShapeFault[] {
  const steps = instancePath
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const path = pathText(steps);
  const found = kindOf(steps.reduce<unknown>(memberOf, value));
  const parameter = params as Readonly<Record<string, unknown>>;
  const under = (names: unknown, text: string): ShapeFault[] =>
    (names as string[]).map((name) => ({ path: pathText([...steps, name]), message: text }));
  switch (keyword) {
    case "required":
      return under(parameter["requiredProperties"], "is required");
    case "additionalProperties":
    case "unevaluatedProperties":
      return under(
        parameter["additionalProperties"] ?? parameter["unevaluatedProperties"] ?? [],
        "is not known",
      );
    case "type":
      return [{ path, message: `must be ${article(String(parameter["type"]))}, and is ${found}` }];
    case "enum":
      return [{ path, message: `must be one of ${(parameter["allowedValues"] as unknown[]).join(", ")}` }];
    case "minLength":
      return [{ path, message: "must not be empty" }];
    case "maxLength":
      return [{ path, message: `must have at most ${String(parameter["limit"])} characters` }];
    default:
      return [{ path, message }];
  }
}

const memberOf = (value: unknown, step: string): unknown =>
  typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[step]
    : undefined;

const pathText = (steps: readonly string[]): string =>
  steps.map((step, at) => (/^\d+$/.test(step) ? `[${step}]` : at === 0 ? step : `.${step}`)).join("");

const article = (kind: string): string => (/^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`);

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "absent";
  return article(Array.isArray(value) ? "array" : typeof value);
}
