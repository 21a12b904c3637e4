import { setSessionTimeout, setTimeZone } from "@hearth/store/coding/settings/change-setting";
import { codingScopes } from "@hearth/store/coding/settings/coding-scopes";
import { recordAct, updateAct } from "@hearth/store/coding/settings/record-act";
import type { StoreContext } from "@hearth/store/context";
import { rebuildDays } from "@hearth/store/engines/sqlite/coding/rebuild-days";
import { RebuildSessions } from "@hearth/store/engines/sqlite/coding/rebuild-sessions";
import type { Connection } from "@hearth/store/engines/sqlite/open";
import type { DataFolder } from "../data-folder.ts";
import type { Progress } from "./archive/progress.ts";
import { giveWay } from "./give-way.ts";
import { transaction } from "./transaction.ts";

interface Place {
  readonly folder: DataFolder;
  readonly connection: Connection;
  readonly context: StoreContext;
}

/** What a rebuild did; sessions are those that silence makes, live and test alike. */
export interface Rebuilt {
  readonly before: number;
  readonly after: number;
  readonly calls: number;
  readonly sessionsBefore: number;
  readonly sessionsAfter: number;
  /** False where it was stopped. */
  readonly isDone: boolean;
}

/**
 * Sets the time-out and cuts all sessions anew, some thousand calls a transaction. The act is on record from
 * the first of them on; where it is broken off, the same command does the rest.
 */
export async function rebuildSessions(
  { folder, connection, context }: Place,
  seconds: number,
  progress: Progress,
): Promise<Rebuilt> {
  let parts: readonly RebuildSessions[] = [];
  const total = (): Pick<Rebuilt, "calls" | "sessionsBefore" | "sessionsAfter"> => {
    const sum = (name: "calls" | "sessionsBefore" | "sessionsAfter"): number =>
      parts.reduce((all, { figures }) => all + figures[name], 0);
    return {
      calls: sum("calls"),
      sessionsBefore: sum("sessionsBefore"),
      sessionsAfter: sum("sessionsAfter"),
    };
  };
  let before = seconds;
  const act = await transaction(connection, "write", async () => {
    before = await setSessionTimeout(context, seconds);
    // Streams that come later are cut by it from their first call on.
    parts = (await codingScopes(context)).map((scope) => new RebuildSessions(connection, scope));
    return await recordAct(context, "session-timeout", { before, after: seconds, isDone: false });
  });
  let isDone = false;
  for (let part = 0; !isDone && !progress.signal.aborted;) {
    isDone = await transaction(connection, "write", async () => {
      if (!parts[part]!.step()) part++;
      const isLast = part === parts.length;
      await updateAct(context, act, { before, after: seconds, ...total(), isDone: isLast });
      return isLast;
    });
    progress.say(`Cut ${total().calls} calls into ${total().sessionsAfter} sessions.`);
    if (!isDone) await giveWay(folder, connection);
  }
  return { before, after: seconds, ...total(), isDone };
}

/** Sets the time zone and adds up days and months anew, in one transaction. */
export async function rebuildTimeZone({ connection, context }: Place, zone: string): Promise<void> {
  await transaction(connection, "write", async () => {
    const { before, after } = await setTimeZone(context, zone);
    for (const scope of await codingScopes(context)) rebuildDays(connection, scope, after);
    await recordAct(context, "time-zone", { before, after });
  });
}
