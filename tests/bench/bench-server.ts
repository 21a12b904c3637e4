import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const entry = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));

/** A server of the real program on a folder of its own. */
export interface BenchServer {
  readonly port: number;
  readonly token: string;
  readonly key: string;
  readonly folder: string;
  readonly pid: number;
  /** Milliseconds from spawn to the first answered request. */
  readonly startMs: number;
  stop(): Promise<void>;
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), "hearth-bench-"));
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

export async function benchServer(folder: string): Promise<BenchServer> {
  const started = performance.now();
  const child = spawn(process.execPath, [entry, "--welcome"], {
    env: {
      ...process.env,
      HEARTH_DATA: folder,
      HEARTH_PORT: "0",
      HEARTH_LOG: "error",
      HEARTH_API_REQUESTS_PER_MINUTE: "0",
    },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const text = await untilReady(child);
  const url = (JSON.parse(/^ready (.*)$/m.exec(text)![1]!) as { url: string }).url;
  await fetch(`${url}/health`);
  const startMs = performance.now() - started;
  return {
    port: Number(new URL(url).port),
    token: /flg_\w{36}/.exec(text)?.[0] ?? "",
    key: /forg_live_\w{32}/.exec(text)?.[0] ?? "",
    folder,
    pid: child.pid!,
    startMs,
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
    },
  };
}

async function untilReady(child: ChildProcess): Promise<string> {
  let text = "";
  return await new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}: ${text}`)));
    child.stdout!.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (/^ready .*\n/m.test(text)) resolve(text);
    });
  });
}
