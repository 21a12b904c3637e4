import { connect, type Socket } from "node:net";

/** What a load client does: closed-loop keep-alive connections that repeat the given requests. */
export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** Whole HTTP requests, used in turn. */
  readonly requests: readonly Uint8Array[];
  /** Requests a second over all connections; 0 for as fast as answers come. */
  readonly rate: number;
}

/** Latencies in milliseconds. */
export interface LoadResult {
  readonly answered: number;
  readonly refused: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

const headEnd = Buffer.from("\r\n\r\n");

/** Runs the load from this thread; parses no more of an answer than its status and length. */
export async function runLoad({ port, connections, seconds, requests, rate }: Load): Promise<LoadResult> {
  const latencies: number[] = [];
  let refused = 0;
  let turn = 0;
  const started = performance.now();
  const end = started + seconds * 1_000;
  const pause = rate > 0 ? (connections / rate) * 1_000 : 0;
  await Promise.all(Array.from({ length: connections }, async (_, lane) => await runLane(lane)));
  const elapsed = (performance.now() - started) / 1_000;
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0;
  return {
    answered: latencies.length,
    refused,
    perSecond: latencies.length / elapsed,
    p50: at(0.5),
    p99: at(0.99),
  };

  async function runLane(lane: number): Promise<void> {
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    let due = started + (lane / connections) * pause;
    for (let sent = performance.now(); sent < end; sent = performance.now()) {
      if (pause > 0) {
        due += pause;
        if (due > sent) await new Promise((resolve) => setTimeout(resolve, due - sent));
        sent = performance.now();
      }
      const status = await exchange(socket, requests[turn++ % requests.length]!);
      latencies.push(performance.now() - sent);
      if (status >= 300) refused++;
    }
    socket.destroy();
  }
}

function exchange(socket: Socket, request: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    let head: Buffer | undefined;
    let left = 0;
    let status = 0;
    const onData = (chunk: Buffer): void => {
      if (left > 0) left -= chunk.byteLength;
      else {
        head = head ? Buffer.concat([head, chunk]) : chunk;
        const at = head.indexOf(headEnd);
        if (at < 0) return;
        const text = head.toString("latin1", 0, at);
        status = Number(text.slice(9, 12));
        left = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0) - (head.byteLength - at - 4);
      }
      if (left > 0) return;
      socket.off("data", onData);
      socket.off("error", reject);
      resolve(status);
    };
    socket.on("data", onData);
    socket.once("error", reject);
    socket.write(request);
  });
}
