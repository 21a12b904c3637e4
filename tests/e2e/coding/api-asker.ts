import { createApiKey } from "@hearth/store/access/create-api-key";
import { type Answer, send } from "../../send.ts";
import type { ServerProcess } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";

/** Asks a route of the API, by its path below `/api/v1`; a body that is no text is sent as JSON. */
export type AskApi = <Body = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer<Body>>;

export const apiAsker =
  (server: Pick<ServerProcess, "url">, key: string): AskApi =>
  async (method, path, body, headers = {}) =>
    await send(`${server.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && {
        body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
    });

/** Makes a key of the first organization beside its running server. */
export const makeKey = async (
  folder: string,
  mode: "live" | "test",
  ...scopes: readonly string[]
): Promise<string> =>
  await withStore(
    folder,
    async (context) => (await createApiKey(context, { name: scopes.join(), mode, scopes })).secret,
  );
