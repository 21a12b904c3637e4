import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "./temporary-folder.ts";

export interface ServerOptions {
  /** Data folder; a new one that goes with the server where absent. */
  readonly folder?: string;
  /** Settings, by the names of their environment variables. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Words put before the program's own, such as `["sh", "-c", 'ulimit -f 9; exec "$@"', "sh"]`. */
  readonly under?: readonly string[];
}

/** A server that came to an end instead of becoming ready. */
export class FailedStart extends Error {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;

  constructor(code: number | null, stdout: string, stderr: string) {
    super(`The server ended with ${code} before it was ready: ${stderr || stdout}`);
    this.code = code;
    this.stdout = stdout;
    this.stderr = stderr;
  }
}

const entry = fileURLToPath(new URL("../apps/server/src/main.ts", import.meta.url));
const startPatience = 20_000;
const stopPatience = 20_000;

/** Everything started here and not yet seen to end: a run that breaks off leaves no server behind. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** The program as an operator runs it: a process of its own on a free port of this machine. */
export class ServerProcess {
  readonly folder: string;
  private readonly options: ServerOptions;
  private readonly ownsFolder: boolean;
  private child: ChildProcess | undefined;
  private texts = { stdout: "", stderr: "" };
  private address = "";
  private secrets: { token: string; key: string } | undefined;

  constructor(options: ServerOptions) {
    this.options = options;
    this.ownsFolder = options.folder === undefined;
    this.folder = options.folder ?? temporaryFolder("hearth-server-");
  }

  /** Where it answers, without a slash at the end; another after each restart. */
  get url(): string {
    return this.address;
  }

  get port(): number {
    return Number(new URL(this.address).port);
  }

  get pid(): number {
    if (this.child?.pid === undefined) throw new Error("The server is not running.");
    return this.child.pid;
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The first game token: project `default`, environment `Development`. */
  get token(): string {
    return this.demandSecrets().token;
  }

  /** The first API key, with the scope admin. */
  get key(): string {
    return this.demandSecrets().key;
  }

  /** What it has written to standard error since its last start. */
  get log(): string {
    return this.texts.stderr;
  }

  /** What it has written to standard output since its last start. */
  get output(): string {
    return this.texts.stdout;
  }

  /** @throws FailedStart where it ends before it is ready */
  async start(): Promise<void> {
    const command = [...(this.options.under ?? []), process.execPath, entry, "--welcome"];
    const child = spawn(command[0]!, command.slice(1), { env: this.environment(), stdio: "pipe" });
    running.add(child);
    child.once("exit", () => running.delete(child));
    const texts = { stdout: "", stderr: "" };
    this.texts = texts;
    this.child = child;
    child.stderr.setEncoding("utf8").on("data", (text: string) => (texts.stderr += text));
    child.stdin.end();
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      texts.stdout += text;
      const ready = /^ready (\{.*\})$/m.exec(texts.stdout)?.[1];
      if (ready !== undefined) resolve(ready);
    });
    child.once("error", reject);
    child.once("close", (code) => reject(new FailedStart(code, texts.stdout, texts.stderr)));
    const timer = setTimeout(() => child.kill("SIGKILL"), startPatience);
    try {
      const ready: { url: string } = JSON.parse(await promise);
      this.address = ready.url;
    } finally {
      clearTimeout(timer);
    }
    const token = /\bflg_\w{36}\b/.exec(texts.stdout)?.[0];
    const key = /\bforg_live_[0-9a-f]{32}\b/.exec(texts.stdout)?.[0];
    if (token !== undefined && key !== undefined) this.secrets = { token, key };
  }

  /** Asks it to end, waits for it, and returns its exit code; null where it had to be killed. */
  async stop(): Promise<number | null> {
    return await this.end("SIGTERM");
  }

  /** Ends it as a power cut ends it, and waits until the process is gone. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Ends it if it still runs, and starts it again on the same data. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Ends it and takes its folder away, unless the folder was given. */
  async remove(): Promise<void> {
    await this.kill();
    if (this.ownsFolder) rmSync(this.folder, { recursive: true, force: true });
  }

  private async end(signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
    const { child } = this;
    if (!child || !this.isRunning) return child?.exitCode ?? null;
    const timer = setTimeout(() => child.kill("SIGKILL"), stopPatience);
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
    clearTimeout(timer);
    return child.exitCode;
  }

  private environment(): Record<string, string> {
    const inherited = Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith("HEARTH_"),
    );
    return {
      ...Object.fromEntries(inherited),
      HEARTH_DATA: this.folder,
      HEARTH_HOST: "127.0.0.1",
      HEARTH_PORT: "0",
      HEARTH_LOG: "warn",
      ...this.options.settings,
    };
  }

  private demandSecrets(): { token: string; key: string } {
    if (!this.secrets)
      throw new Error("This data folder had its credentials before this server's first start.");
    return this.secrets;
  }
}

/** Starts a server; whoever starts it calls `remove` when done. */
export async function startServer(options: ServerOptions = {}): Promise<ServerProcess> {
  const server = new ServerProcess(options);
  try {
    await server.start();
    return server;
  } catch (error) {
    await server.remove();
    throw error;
  }
}
