// Installs what is missing, then runs the given entry on the pinned Node and passes signals on to it.
import { spawn } from "node:child_process";
import { ensureReady, pinnedNode } from "./ensure-ready.mjs";

ensureReady();
const child = spawn(pinnedNode, process.argv.slice(2), { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("exit", (code, signal) => {
  if (!signal) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
