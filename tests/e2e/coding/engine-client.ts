import { createHmac } from "node:crypto";
import { createDevice } from "@hearth/store/access/create-device";
import { type Answer, send } from "../../send.ts";
import type { ServerProcess } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { withRows } from "../../stored-rows.ts";

export interface EngineCall {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and octets are sent as they are, anything else as JSON. */
  readonly body?: unknown;
  /** Signs the octets with this key. */
  readonly key?: string;
  /** `X-Forg-Timestamp`, signed where the request is. */
  readonly timestamp?: string;
}

/** Whoever holds one secret, at the engine's doors. */
export class EngineClient {
  private readonly server: Pick<ServerProcess, "url">;
  readonly secret: string;

  constructor(server: Pick<ServerProcess, "url">, secret: string) {
    this.server = server;
    this.secret = secret;
  }

  withSecret(secret: string): EngineClient {
    return new EngineClient(this.server, secret);
  }

  /** @param path below `/engine/v1` */
  async call<Body = Record<string, unknown>>(path: string, call: EngineCall = {}): Promise<Answer<Body>> {
    const { method = "POST", headers, body, key, timestamp } = call;
    const octets = octetsOf(body);
    return await send<Body>(`${this.server.url}/engine/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.secret}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(timestamp !== undefined && { "x-forg-timestamp": timestamp }),
        ...(key !== undefined && { "x-forg-signature": signature(key, octets, timestamp) }),
        ...headers,
      },
      ...(body !== undefined && { body: octets }),
    });
  }

  async get<Body = Record<string, unknown>>(path: string): Promise<Answer<Body>> {
    return await this.call(path, { method: "GET" });
  }

  /** Activates the device and returns the key it signs with. */
  async activate(): Promise<string> {
    const { body } = await this.call<{ signing_key: string }>("/activate");
    return body.signing_key;
  }
}

function octetsOf(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

/** As the protocol's document has it, written apart from the server's own. */
export function signature(key: string, body: Uint8Array, timestamp?: string): string {
  const signed = timestamp === undefined ? body : Buffer.concat([Buffer.from(`${timestamp}.`), body]);
  return `sha256=${createHmac("sha256", key).update(signed).digest("hex")}`;
}

/** Whole seconds since 1970, some seconds from now. */
export const secondsFromNow = (seconds: number): string => String(Math.floor(Date.now() / 1_000) + seconds);

export interface MadeDevice {
  readonly id: string;
  readonly engine: EngineClient;
  readonly otlp: EngineClient;
}

/** Makes a device of the first organization, or of another one, beside its running server. */
export async function makeDevice(
  server: ServerProcess,
  user: string,
  mode: "live" | "test" = "live",
  organizationId = 1,
): Promise<MadeDevice> {
  const { id, secret, otlpSecret } = await withStore(server.folder, async (context) =>
    createDevice({ ...context, organizationId }, { user, mode }),
  );
  return { id, engine: new EngineClient(server, secret), otlp: new EngineClient(server, otlpSecret) };
}

/** A call that is taken, with an id of its own. */
export function callItem(id: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id,
    type: "post-tool",
    adapter: "claude-code",
    ts: Date.now(),
    metadata: { model: "claude-opus-4-5", tokens_in: 100, tokens_out: 20 },
    ...more,
  };
}

export interface Results {
  readonly results: readonly {
    readonly id: string | null;
    readonly status: string;
    readonly event_id?: string;
    readonly signal_id?: string;
    readonly message?: string;
  }[];
  readonly server_time?: string;
}

export const statusesOf = ({ body }: Answer<Results>): string[] => body.results.map(({ status }) => status);

/** Whose calls of an id are stored, as `ada live`. */
export const ownersOf = (folder: string, id: string): string[] =>
  withRows(folder, (rows) =>
    rows
      .all(
        `select s.user_id as user, s.test from coding_calls c join coding_streams s on s.id = c.subject_id
          where c.keys like ? order by s.user_id, s.test`,
        `%"${id}"%`,
      )
      .map(({ user, test: isTest }) => `${user} ${isTest === 1 ? "test" : "live"}`),
  );
