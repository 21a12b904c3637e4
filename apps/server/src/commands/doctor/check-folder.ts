import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { HearthError } from "@hearth/core/errors";
import { openPrices } from "@hearth/prices";
import { lockFolder } from "@hearth/store/engines/sqlite/folder-lock";
import type { DataFolder } from "../../data-folder.ts";
import { note, ok, wrong, type Finding } from "./finding.ts";

/** The folder itself: who may use it, who does, and what was left lying about. */
export function checkFolder(folder: DataFolder): Finding[] {
  return [checkRights(folder), checkServer(folder), checkPrices(folder), ...checkLeftovers(folder)];
}

function checkRights({ root, database, files, secret, erasures, prices }: DataFolder): Finding {
  const kept = [root, database, files, secret, erasures, prices].filter((path) => existsSync(path));
  const closed = kept.filter((path) => !isWritable(path));
  if (closed.length > 0) {
    return wrong(
      "folder",
      "this user may not write all of it",
      "run the command as the user of the server, or give the folder to him with chown -R",
      closed,
    );
  }
  const open = [root, secret].filter((path) => existsSync(path) && isOpenToOthers(path));
  if (open.length > 0) {
    return wrong(
      "folder",
      `${root} can be read by other users of this machine`,
      `chmod go= ${open.join(" ")}`,
      open,
    );
  }
  return ok("folder", `${root}, only its owner can read it`);
}

function checkServer(folder: DataFolder): Finding {
  try {
    lockFolder(folder.lock).release();
    return ok("server", "no server is using the folder");
  } catch {
    return ok("server", "a server is using the folder");
  }
}

/** A server goes on with the prices it had before the file was broken, and says so only in its log. */
function checkPrices(folder: DataFolder): Finding {
  try {
    const { overrides, version } = openPrices({ overrideFile: folder.prices });
    return ok("prices", `version ${version}, ${overrides.length} of your own`);
  } catch (error) {
    if (!(error instanceof HearthError)) throw error;
    return wrong("prices", error.message, `mend ${folder.prices}: until then your own prices are not used`);
  }
}

function checkLeftovers({ root }: DataFolder): Finding[] {
  const parts = readdirSync(root).filter((name) => /^backup-\d+-\d+\.db/.test(name));
  const staged = namesIn(dirname(root)).filter((name) => name.startsWith(`${basename(root)}.restoring-`));
  const left = [...parts.map((name) => join(root, name)), ...staged.map((name) => join(dirname(root), name))];
  if (left.length === 0) return [];
  return [
    note(
      "leftovers",
      "a backup or restore was broken off, or one is running",
      `if none is running: rm -r ${left.join(" ")}`,
      left,
    ),
  ];
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The folder above may be closed to this user, which is no fault. */
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

const isOpenToOthers = (path: string): boolean =>
  process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0;
