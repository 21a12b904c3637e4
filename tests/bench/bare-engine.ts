import { fork } from "node:child_process";
import { createServer } from "node:http";
import { load } from "./load.ts";
import { event, post } from "./play-requests.ts";

export interface BarePlan {
  readonly seconds: number;
  readonly rowsPerGroup: number;
  readonly connections: number;
  /** Requests a second that the client sends meanwhile. */
  readonly rate: number;
  readonly eventsPerBatch: number;
}

/**
 * Rows a second that the engine alone writes: the same table, indexes and roll-ups, the same group sizes,
 * the same durability, in a process of its own, while the same client sends the same requests at the same
 * rate to a server that only answers.
 */
export async function bareEngine({
  seconds,
  rowsPerGroup,
  connections,
  rate,
  eventsPerBatch,
}: BarePlan): Promise<number> {
  const answer = JSON.stringify(Array.from({ length: eventsPerBatch }, (_, at) => event(undefined, at)));
  const server = createServer((request, response) => {
    request.resume();
    request.once("end", () =>
      response.writeHead(201, { "content-length": Buffer.byteLength(answer) }).end(answer),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const writer = fork(new URL("./bare-writer.ts", import.meta.url), [String(seconds), String(rowsPerGroup)]);
  try {
    const written = new Promise<number>((resolve, reject) => {
      writer.once("message", (perSecond) => resolve(perSecond as number));
      writer.once("exit", (code) => reject(new Error(`The bare engine ended with ${code}.`)));
    });
    const requests = [post({ port, token: "flg_none" }, "/v1/ingest/events", answer)];
    const [perSecond] = await Promise.all([written, load({ port, connections, seconds, requests, rate })]);
    return perSecond;
  } finally {
    writer.kill();
    server.close();
    server.closeAllConnections();
  }
}
