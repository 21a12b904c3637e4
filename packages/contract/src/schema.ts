import type * as TypeBox from "typebox";

export type { Static, TObject, TSchema, TUnsafe } from "typebox";

interface Plain {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly [keyword: string]: unknown;
}

const optional = new WeakSet<object>();

const isNull = (schema: Plain): boolean => schema.type === "null";

/** Of several shapes, a list of words or a shape that may be null is said in one schema: its faults read better. */
function union(shapes: readonly Plain[], options: object): Plain {
  const others = shapes.filter((shape) => !isNull(shape));
  const [only] = others;
  const orNull = others.length < shapes.length ? [null] : [];
  if (others.every((shape) => "const" in shape || "enum" in shape)) {
    const words = others.flatMap((shape) => shape.enum ?? [shape.const]);
    const described = others.find((shape) => "description" in shape);
    return {
      ...(described && { description: described["description"] }),
      ...options,
      enum: [...words, ...orNull],
    };
  }
  if (others.length === 1 && orNull.length > 0 && typeof only?.type === "string") {
    return { ...only, ...options, type: [only.type, "null"] };
  }
  return { ...options, anyOf: shapes };
}

function object(properties: Readonly<Record<string, Plain>>, options: object): Plain {
  const required = Object.keys(properties).filter((name) => !optional.has(properties[name]!));
  return { type: "object", ...options, properties, ...(required.length > 0 && { required }) };
}

function markOptional(shape: Plain): Plain {
  const copy = { ...shape };
  optional.add(copy);
  return copy;
}

const constructors = {
  Array: (items: Plain, options = {}) => ({ type: "array", ...options, items }),
  Boolean: (options = {}) => ({ type: "boolean", ...options }),
  Integer: (options = {}) => ({ type: "integer", ...options }),
  Literal: (value: unknown, options = {}) => ({ ...options, const: value }),
  Null: (options = {}) => ({ type: "null", ...options }),
  Number: (options = {}) => ({ type: "number", ...options }),
  Object: (properties: Readonly<Record<string, Plain>>, options = {}) => object(properties, options),
  Optional: markOptional,
  Record: (_key: Plain, values: Plain, options = {}) => ({
    type: "object",
    ...options,
    additionalProperties: values,
  }),
  String: (options = {}) => ({ type: "string", ...options }),
  Union: (shapes: readonly Plain[], options = {}) => union(shapes, options),
  Unknown: (options = {}) => ({ ...options }),
  Unsafe: (schema: Plain) => ({ ...schema }),
};

/**
 * Builds JSON Schema in TypeBox's words and with its types, without loading it: its seven hundred files
 * cost every start 150 ms and every thread 24 MB.
 */
export const Type = constructors as unknown as Pick<typeof TypeBox.Type, keyof typeof constructors>;
