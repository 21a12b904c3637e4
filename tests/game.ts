import type { ServerProcess } from "./server-process.ts";
import { type Answer, type Sent, send } from "./send.ts";

export interface SessionReceipt {
  readonly sessionId: string;
  readonly buildId: string;
  readonly startedAt: string;
  readonly idempotent?: boolean;
}

export interface EventReceipt {
  readonly id: string | null;
  readonly sessionId: string | null;
  readonly buildId: string | null;
  readonly eventType: string;
  readonly occurredAt: string;
  readonly payload: Record<string, unknown>;
  readonly reportIds: string[];
  readonly status?: string;
  readonly message?: string;
}

export interface UploadReceipt {
  readonly uploadId: string;
  readonly storageKey: string;
  readonly uploadUrl: string;
  readonly publicUrl: string | null;
  readonly expiresAt: string;
  readonly requiredHeaders: Record<string, string>;
}

export interface ReportReceipt {
  readonly id: string;
  readonly reportId: string;
  readonly status?: string;
  readonly idempotent?: boolean;
  readonly duplicateOf?: string;
  readonly regressionOf?: string;
  readonly warnings?: string[];
}

/** How the server says no. */
export interface ErrorBody {
  readonly statusCode: number;
  readonly error: string;
  readonly message: string;
  readonly details: readonly { readonly path: string; readonly message: string }[];
  readonly requestId: string;
}

/** A game that holds one token: what it sends to each door, and what it is answered. */
export class Game {
  private readonly server: Pick<ServerProcess, "url">;
  readonly token: string;

  constructor(server: Pick<ServerProcess, "url">, token: string) {
    this.server = server;
    this.token = token;
  }

  async post<Body>(path: string, body: unknown, headers: Sent["headers"] = {}): Promise<Answer<Body>> {
    return await send<Body>(this.server.url + path, {
      method: "POST",
      headers: {
        authorization: `Bearer ${this.token}`,
        "content-type": "application/json",
        ...headers,
      },
      body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
    });
  }

  async sendSession(body: unknown, headers?: Sent["headers"]): Promise<Answer<SessionReceipt & ErrorBody>> {
    return await this.post("/v1/ingest/sessions", body, headers);
  }

  async sendEnd(sessionId: string, body: unknown): Promise<Answer<{ status: string } & ErrorBody>> {
    return await this.post(`/v1/ingest/sessions/${sessionId}/end`, body);
  }

  async sendEvents(body: unknown, query = ""): Promise<Answer<EventReceipt[] & ErrorBody>> {
    return await this.post(`/v1/ingest/events${query}`, body);
  }

  async sendUpload(body: unknown): Promise<Answer<UploadReceipt & ErrorBody>> {
    return await this.post("/v1/ingest/uploads", body);
  }

  async sendReport(body: unknown): Promise<Answer<ReportReceipt & ErrorBody>> {
    return await this.post("/v1/ingest/reports", body);
  }

  /** Sends the bytes of an upload as the plugin does: no token, only the type. */
  async put(uploadUrl: string, bytes: string | Uint8Array, type: string): Promise<Answer<ErrorBody>> {
    return await send<ErrorBody>(uploadUrl, {
      method: "PUT",
      headers: { "content-type": type },
      body: bytes,
    });
  }

  /** A new session, which has to work. */
  async play(build: object = { version: "1.0.0", platform: "linux" }, more = {}): Promise<SessionReceipt> {
    return taken(await this.sendSession({ build, ...more }));
  }

  /** The ids of new events of that type, which have to work. */
  async record(sessionId: string, count: number, eventType = "checkpoint", payload = {}): Promise<string[]> {
    const events = Array.from({ length: count }, () => ({ sessionId, eventType, payload }));
    return taken(await this.sendEvents(events)).map(({ id }) => id!);
  }

  /** A new upload, which has to work. */
  async announce(more: object = {}): Promise<UploadReceipt> {
    return taken(
      await this.sendUpload({
        attachmentType: "log_bundle",
        fileName: "game.log",
        mimeType: "text/plain",
        ...more,
      }),
    );
  }

  /** A new report, which has to work. */
  async report(report: object = {}, more: object = {}): Promise<ReportReceipt> {
    return taken(await this.sendReport({ report: { title: "Something is wrong", ...report }, ...more }));
  }
}

/** The body of an answer that has to be 201. */
export function taken<Body>({ status, body, bytes }: Answer<Body>): Body {
  if (status !== 201) throw new Error(`Expected 201 and was answered ${status}: ${bytes.toString("utf8")}`);
  return body;
}
