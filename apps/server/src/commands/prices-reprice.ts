import { parseInstant } from "@hearth/core/time/instant";
import { openPrices } from "@hearth/prices";
import type { Prices } from "@hearth/prices";
import { codingScopes } from "@hearth/store/coding/settings/coding-scopes";
import { recordAct, updateAct } from "@hearth/store/coding/settings/record-act";
import type { StoreContext } from "@hearth/store/context";
import { modeOf } from "@hearth/store/engines/sqlite/coding/coding-scope";
import type { CodingScope } from "@hearth/store/engines/sqlite/coding/coding-scope";
import { RepricePeriod } from "@hearth/store/engines/sqlite/coding/reprice-period";
import { StoredCoding } from "@hearth/store/engines/sqlite/coding/stored-coding";
import { withProgress } from "./archive/progress.ts";
import { command } from "./command.ts";
import { organizationOption } from "./common-options.ts";
import { giveWay } from "./give-way.ts";
import { onlyOrganization } from "./only-organization.ts";
import { concernedBy, type Repriced, repricedData, repricedText } from "./prices-repriced.ts";
import { storeContext } from "./store-context.ts";
import { expectDatabase, withStore } from "./store.ts";
import { transaction } from "./transaction.ts";
import { UsageError } from "./usage-error.ts";

export const pricesReprice = command({
  name: "prices reprice",
  summary: "Price the calls of a period anew by the prices of today's list, on record",
  options: {
    from: { type: "string", value: "DATE", about: "first day (UTC), or an instant", required: true },
    to: {
      type: "string",
      value: "DATE",
      about: "first day that is not meant, or an instant",
      required: true,
    },
    model: { type: "string", value: "M", about: "only calls of this model, under any of its names" },
    "dry-run": { type: "boolean", about: "say what would change, and change nothing" },
    ...organizationOption,
  },
  async run({ folder, options, now, note }) {
    const from = timeOf("from", options.from);
    const to = timeOf("to", options.to);
    if (to <= from) throw new UsageError("--to must be after --from: its own day is not meant.");
    expectDatabase(folder);
    const isTrial = options["dry-run"];
    const prices = openPrices({ overrideFile: folder.prices });
    const period = { from, to, concerns: concernedBy(prices, options.model) };
    const repriced = await withStore(folder, async (connection) => {
      const root = storeContext(connection, now, 0);
      const context = { ...root, organizationId: await onlyOrganization(root, options.organization) };
      const coding = new StoredCoding(connection, prices);
      return await withProgress(note, async (progress) => {
        const done: Repriced[] = [];
        for (const scope of await codingScopes(context)) {
          const work = new RepricePeriod(connection, coding, prices, scope, period);
          const record = actOf(context, scope, prices, { from, to, model: options.model ?? null });
          let isMore = true;
          while (isMore && !progress.signal.aborted) {
            isMore = await transaction(connection, isTrial ? "read" : "write", async () => {
              const more = work.step(isTrial);
              if (!isTrial) await record({ ...work.figures, isDone: !more });
              return more;
            });
            progress.say(`Looked at ${work.figures.looked} calls, repriced ${work.figures.repriced}.`);
            if (isMore && !isTrial) await giveWay(folder, connection);
          }
          done.push({ mode: modeOf(scope), isDone: !isMore, ...work.figures });
        }
        return done;
      });
    });
    return {
      data: { version: prices.version, dryRun: isTrial, modes: repriced.map(repricedData) },
      text: repricedText(repriced, isTrial),
      isWrong: repriced.some(({ isDone }) => !isDone),
    };
  },
});

/** Keeps the act on record from the first step on, with what is done so far: one broken off shows as such. */
function actOf(
  context: StoreContext,
  scope: CodingScope,
  { version }: Prices,
  order: { readonly from: number; readonly to: number; readonly model: string | null },
): (state: object) => Promise<void> {
  let act: number | undefined;
  return async (state) => {
    const facts = { mode: modeOf(scope), ...order, version, ...state };
    if (act === undefined) act = await recordAct(context, "repricing", facts);
    else await updateAct(context, act, facts);
  };
}

function timeOf(name: string, text: string): number {
  const time = parseInstant(text);
  if (time !== undefined) return time;
  throw new UsageError(
    `--${name} "${text}" cannot be read: give a day such as 2026-03-31, or 2026-03-31T18:00:00Z.`,
  );
}
