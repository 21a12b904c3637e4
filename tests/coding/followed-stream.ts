import { type ClientRequest, type IncomingMessage, request } from "node:http";

/** A feed of server-sent events that is read while other things go on. */
export class FollowedStream {
  private readonly sending: ClientRequest;
  private received = "";

  private constructor(sending: ClientRequest, response: IncomingMessage) {
    this.sending = sending;
    response.setEncoding("utf8").on("data", (text: string) => (this.received += text));
    // Whoever closes it is done with it.
    response.on("error", () => undefined);
  }

  /** @throws Error where the server does not open it */
  static async open(url: string, secret: string): Promise<FollowedStream> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const sending = request(url, {
      headers: { authorization: `Bearer ${secret}`, accept: "text/event-stream" },
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

  close(): void {
    this.sending.destroy();
  }
}
