import { checkedTimeZone, checkedWhole } from "@hearth/store/coding/settings/checked-settings";
import { codingSettings } from "@hearth/store/coding/settings/coding-settings";
import { setCallDays } from "@hearth/store/coding/settings/set-call-days";
import { withProgress } from "./archive/progress.ts";
import { command } from "./command.ts";
import { organizationOption } from "./common-options.ts";
import { onlyOrganization } from "./only-organization.ts";
import { rebuildSessions, rebuildTimeZone, type Rebuilt } from "./organization-rebuild.ts";
import { organizationText } from "./organization-text.ts";
import { storeContext } from "./store-context.ts";
import { expectDatabase, withStore } from "./store.ts";
import { transaction } from "./transaction.ts";
import { UsageError } from "./usage-error.ts";

export const organizationSet = command({
  name: "organization set",
  summary: "Set how an organization's coding sessions are cut, counted and kept, on record",
  options: {
    "session-timeout": {
      type: "string",
      value: "SECONDS",
      about: "without a call, after which a session ends; cuts all sessions anew",
    },
    "time-zone": { type: "string", value: "IANA", about: "whose days reports count; adds them up anew" },
    "call-days": { type: "string", value: "N", about: 'how long calls are kept, or "none" for ever' },
    ...organizationOption,
  },
  async run({ folder, options, now, note }) {
    const wanted = wantedOf(options);
    expectDatabase(folder);
    const { settings, rebuilt } = await withStore(folder, async (connection) => {
      const root = storeContext(connection, now, 0);
      const context = { ...root, organizationId: await onlyOrganization(root, options.organization) };
      const place = { folder, connection, context };
      const { callDays, timeZone, sessionTimeout } = wanted;
      if (callDays !== undefined) {
        await transaction(connection, "write", async () => setCallDays(context, { days: callDays }));
      }
      if (timeZone !== undefined) {
        note(`Adding up the days of ${timeZone}.`);
        await rebuildTimeZone(place, timeZone);
      }
      const done =
        sessionTimeout === undefined
          ? undefined
          : await withProgress(note, async (progress) => rebuildSessions(place, sessionTimeout, progress));
      return { settings: await codingSettings(context), rebuilt: done };
    });
    return {
      data: { ...settings, rebuilt: rebuilt ?? null },
      text: [organizationText(settings), ...(rebuilt ? rebuiltLines(rebuilt) : [])].join("\n"),
      isWrong: rebuilt?.isDone === false,
    };
  },
});

interface Wanted {
  readonly sessionTimeout: number | undefined;
  readonly timeZone: string | undefined;
  readonly callDays: number | null | undefined;
}

/** Checked as a whole, before anything is changed. */
function wantedOf(options: Readonly<Record<string, string | undefined>>): Wanted {
  const { "session-timeout": seconds, "time-zone": zone, "call-days": days } = options;
  if (seconds === undefined && zone === undefined && days === undefined) {
    throw new UsageError("Nothing is set: give --session-timeout, --time-zone or --call-days.");
  }
  return {
    sessionTimeout: seconds === undefined ? undefined : checkedWhole("sessionTimeout", wholeOf(seconds)),
    timeZone: zone === undefined ? undefined : checkedTimeZone(zone),
    callDays:
      days === undefined ? undefined : days === "none" ? null : checkedWhole("callDays", wholeOf(days)),
  };
}

const wholeOf = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Number.NaN);

function rebuiltLines({ before, after, calls, sessionsBefore, sessionsAfter, isDone }: Rebuilt): string[] {
  return [
    `${calls} calls, ${before} seconds before and ${after} now: ${sessionsBefore} sessions became ${sessionsAfter}.`,
    ...(isDone ? [] : ["Stopped before it was done: run it again, some sessions are still cut as before."]),
  ];
}
