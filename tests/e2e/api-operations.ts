import { send } from "../send.ts";

/** As much of JSON Schema as the API document uses. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly format?: string;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly minimum?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly schema?: Schema;
}

/** One verb of one path of the API document. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
}

interface ApiDocument {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly operationId: string;
            readonly parameters?: readonly Parameter[];
            readonly requestBody?: {
              readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
            };
          }
        >
      >
    >
  >;
}

/** Everything that a running server says it can do. */
export async function apiOperations(url: string): Promise<Operation[]> {
  const { body } = await send<ApiDocument>(`${url}/openapi.json`);
  return Object.entries(body.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([method, { operationId, parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      operationId,
      parameters,
      body: Object.values(requestBody?.content ?? {})[0]?.schema,
    })),
  );
}

/** A value for a member or parameter of that name; undefined leaves it to its schema. */
export type NamedValue = (name: string, schema: Schema) => unknown;

/** A value that fits a schema, with every member in it. */
export function sampleOf(schema: Schema, valueOf: NamedValue, name = ""): unknown {
  const named = name === "" ? undefined : valueOf(name, schema);
  if (named !== undefined) return named;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum.find((value) => value !== null && value !== "");
  if (schema.anyOf) return sampleOf(schema.anyOf[0]!, valueOf, name);
  switch (typeof schema.type === "object" ? schema.type[0] : schema.type) {
    case "object": {
      const members = Object.entries(schema.properties ?? {});
      return Object.fromEntries(members.map(([member, shape]) => [member, sampleOf(shape, valueOf, member)]));
    }
    case "array":
      return [sampleOf(schema.items ?? {}, valueOf, name)];
    case "integer":
    case "number":
      return schema.minimum ?? 1;
    case "boolean":
      return true;
    default:
      return "sample";
  }
}

/** The operation's path and query with its parameters filled in; optional ones too, where `valueOf` knows them. */
export function filledPath({ path, parameters, operationId }: Operation, valueOf: NamedValue): string {
  const query = new URLSearchParams();
  let filled = path;
  for (const { name, in: place, schema = {} } of parameters) {
    const value = valueOf(name, schema);
    if (place === "path") {
      if (typeof value !== "string")
        throw new Error(`${operationId}: what to put for {${name}} in ${path} is not known here.`);
      filled = filled.replace(`{${name}}`, encodeURIComponent(value));
    } else if (place === "query" && typeof value === "string") query.set(name, value);
  }
  return query.size === 0 ? filled : `${filled}?${query.toString()}`;
}
