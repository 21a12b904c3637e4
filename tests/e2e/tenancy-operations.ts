/** As much of a JSON schema as is needed to fill it. */
export interface BodySchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, BodySchema>>;
  readonly items?: BodySchema;
  readonly anyOf?: readonly BodySchema[];
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly responses?: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: BodySchema }>> };
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
}

/** Who calls it, and so which credential it takes. */
export type Side = "ingest" | "console" | "files" | "open" | "api" | "engine" | "otlp";

/** One verb of one path of the API document. */
export interface Operation {
  readonly name: string;
  readonly operationId: string;
  readonly side: Side;
  readonly method: string;
  /** With `{name}` parameters. */
  readonly path: string;
  readonly pathNames: readonly string[];
  readonly queryNames: readonly string[];
  readonly body: BodySchema | undefined;
  /** Its answer does not end; what holds for it stands in coding/stream*.test.ts. */
  readonly isStream: boolean;
}

/** Whether an operation is of the coding half, whose matrix is tenancy-coding.test.ts. */
export const isCodingSide = ({ side }: Operation): boolean => ["api", "engine", "otlp"].includes(side);

const sides: readonly [start: RegExp, side: Side][] = [
  [/^\/v1\/ingest\//, "ingest"],
  [/^\/console\/v1\//, "console"],
  [/^\/files\//, "files"],
  [/^\/health$/, "open"],
  [/^\/api\/v1\//, "api"],
  [/^\/engine\/v1\//, "engine"],
  [/^\/v1\/(?:logs|metrics)$/, "otlp"],
];

/**
 * Every operation of the document.
 * @throws Error for a path that nobody has said who calls it
 */
export function operationsOf(document: ApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, { operationId, parameters = [], responses, requestBody }]) => {
      const method = verb.toUpperCase();
      const side = sides.find(([start]) => start.test(path))?.[1];
      if (!side) {
        throw new Error(
          `Nobody has said whose route ${method} ${path} is: add its prefix to tenancy-operations.ts, and what must hold for it to tenancy.test.ts or tenancy-coding.test.ts.`,
        );
      }
      const pathNames = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name!);
      const queryNames = parameters.filter((one) => one.in === "query").map((one) => one.name);
      const body = requestBody?.content["application/json"]?.schema;
      const name = `${method} ${path}`;
      const isStream = responses?.["200"]?.content?.["text/event-stream"] !== undefined;
      return { name, operationId, side, method, path, pathNames, queryNames, body, isStream };
    }),
  );
}
