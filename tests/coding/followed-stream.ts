import { type ClientRequest, type IncomingMessage, request } from "node:http";

/** A message as server-sent events define it. */
export interface StreamMessage {
  readonly event: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A feed of server-sent events that is read while other things go on. */
export class FollowedStream {
  private readonly sending: ClientRequest;
  private readonly response: IncomingMessage;
  private readonly told: StreamMessage[] = [];
  private received = "";
  private unread = "";
  private newestId = "";
  /** Resolves when there will be no more. */
  readonly ended: Promise<void>;

  private constructor(sending: ClientRequest, response: IncomingMessage) {
    this.sending = sending;
    this.response = response;
    response.setEncoding("utf8").on("data", (text: string) => this.read(text));
    // Whoever closes it is done with it.
    response.on("error", () => undefined);
    this.ended = new Promise((resolve) => response.once("close", () => resolve()));
  }

  /** @throws Error where the server does not open it */
  static async open(
    url: string,
    secret: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<FollowedStream> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const sending = request(url, {
      headers: { authorization: `Bearer ${secret}`, accept: "text/event-stream", ...headers },
    });
    sending.once("response", resolve).once("error", reject);
    sending.end();
    const response = await promise;
    sending.on("error", () => undefined);
    if (response.statusCode === 200) return new FollowedStream(sending, response);
    sending.destroy();
    throw new Error(`The feed was answered ${response.statusCode}.`);
  }

  /** Everything that came so far. */
  get text(): string {
    return this.received;
  }

  get headers(): IncomingMessage["headers"] {
    return this.response.headers;
  }

  /** The messages that came so far. */
  get messages(): readonly StreamMessage[] {
    return this.told;
  }

  /** What a client says when it comes again. */
  get lastEventId(): string {
    return this.newestId;
  }

  /** Reads no more, and leaves what comes to the connection. */
  pause(): void {
    this.response.pause();
  }

  /** Goes on after `pause`. */
  resume(): void {
    this.response.resume();
  }

  close(): void {
    this.sending.destroy();
  }

  private read(text: string): void {
    this.received += text;
    const blocks = (this.unread + text).split("\n\n");
    this.unread = blocks.pop()!;
    for (const block of blocks) this.take(block);
  }

  private take(block: string): void {
    const fields = new Map(
      block.split("\n").map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, "")];
      }),
    );
    this.newestId = fields.get("id") ?? this.newestId;
    const data = fields.get("data");
    if (data === undefined) return;
    const event = fields.get("event") ?? "message";
    const content: Readonly<Record<string, unknown>> = JSON.parse(data);
    this.told.push({ event, id: this.newestId, data: content });
  }
}
