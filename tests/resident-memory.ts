import { execFileSync } from "node:child_process";

const mebibyte = 1024 * 1024;

/** What a process holds of the machine's memory, in MiB. */
export const residentMebibytes = (pid: number): number =>
  (Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)]).toString()) * 1024) / mebibyte;
