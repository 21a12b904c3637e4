import { createApiKey } from "@hearth/store/access/create-api-key";
import { createDevice } from "@hearth/store/access/create-device";
import { CodingClient } from "../../coding/coding-client.ts";
import { FollowedStream, type StreamMessage } from "../../coding/followed-stream.ts";
import type { SignalItem, SignalMembers } from "../../coding/signal-item.ts";
import type { ServerProcess } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { until } from "../../until.ts";

/** One organization and mode of a server: who sends to it, and who listens. */
export class StreamPlace {
  readonly address: string;
  /** With the scope read:sessions. */
  readonly reader: CodingClient;
  /** Public id of that key. */
  readonly readerId: string;
  readonly admin: CodingClient;
  /** Ana's. */
  readonly device: CodingClient;
  private readonly streams: FollowedStream[] = [];
  private watching: FollowedStream | undefined;

  private constructor(
    server: ServerProcess,
    readerId: string,
    secrets: { readonly reader: string; readonly admin: string; readonly device: string },
  ) {
    this.readerId = readerId;
    this.address = `${server.url}/api/v1/stream`;
    this.reader = new CodingClient(server, secrets.reader);
    this.admin = new CodingClient(server, secrets.admin);
    this.device = new CodingClient(server, secrets.device);
  }

  static async make(
    server: ServerProcess,
    mode: "live" | "test" = "live",
    organizationId = 1,
  ): Promise<StreamPlace> {
    return await withStore(server.folder, async (context) => {
      const own = { ...context, organizationId };
      const key = async (scope: string) => await createApiKey(own, { name: scope, mode, scopes: [scope] });
      const reader = await key("read:sessions");
      const { secret: admin } = await key("admin");
      const { secret: device } = await createDevice(own, { user: "ana", mode });
      return new StreamPlace(server, reader.id, { reader: reader.secret, admin, device });
    });
  }

  /** @param query such as `?user_id=ana` */
  async listen(query = "", lastEventId?: string): Promise<FollowedStream> {
    const headers = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
    const stream = await FollowedStream.open(this.address + query, this.reader.secret, headers);
    this.streams.push(stream);
    await until("it knows where it begins", () => stream.lastEventId !== "");
    return stream;
  }

  /** Sends signals and returns the ids of their events. */
  async send(...items: readonly SignalItem[]): Promise<string[]> {
    return (await this.device.sendBatch(items)).map(({ event_id }) => event_id ?? "");
  }

  /** Listens from here on to all there is, so that `sendBefore` knows when it was told. */
  async watch(): Promise<void> {
    this.watching = await FollowedStream.open(this.address, this.reader.secret);
  }

  /** Sends signals, of which no stream that is opened afterwards tells; the last one is a call. */
  async sendBefore(...items: readonly SignalItem[]): Promise<string[]> {
    const ids = await this.send(...items);
    await next(this.watching!, [], isSignal(ids.at(-1)));
    return ids;
  }

  /** All but the one that watches. */
  closeStreams(): void {
    for (const stream of this.streams.splice(0)) stream.close();
  }
}

let made = 0;
export const minute = 60_000;
/** Long ago, so that no session is active. */
export const morning = Date.UTC(2026, 2, 3, 9);

/** A call of Ana's. */
export const call = (
  time: number,
  more: Partial<Omit<SignalItem, "metadata">> = {},
  metadata: SignalMembers = {},
): SignalItem => ({
  id: `call-${++made}`,
  type: "post-tool",
  adapter: "claude-code",
  project_id: "game",
  ts: time,
  backfill: true,
  ...more,
  metadata: { model: "claude-opus-4-5", tokens_in: 100, tokens_out: 20, ...metadata },
});

/** Waits for a stream's next messages, past those seen, and returns them once `isLast` holds for one. */
export async function next(
  stream: FollowedStream,
  seen: readonly StreamMessage[],
  isLast: (message: StreamMessage) => boolean,
): Promise<readonly StreamMessage[]> {
  return await until("the stream tells it", () => {
    const fresh = stream.messages.slice(seen.length);
    return fresh.some(isLast) ? fresh : undefined;
  });
}

export const isSignal =
  (id: string | undefined) =>
  ({ event, data }: StreamMessage): boolean =>
    event === "signal" && data["id"] === id;

export const told = (messages: readonly StreamMessage[]): string[] =>
  messages.map(({ event, data }) => `${event} ${String(data["id"])}`);
