import { withoutOwnPrice } from "@hearth/prices";
import { command } from "./command.ts";
import { changePriceFile } from "./prices-file.ts";
import { ownPriceText } from "./prices-text.ts";

export const pricesRemove = command({
  name: "prices remove",
  summary: "Take back a price of your own; the table's holds again",
  options: {
    model: { type: "string", value: "M", about: "or one of its other names", required: true },
    provider: { type: "string", value: "P", about: "the one for this seller" },
    from: { type: "string", value: "DATE", about: 'the one that holds from this day, or from "ever"' },
  },
  async run(call) {
    const { model, provider, from } = call.options;
    const { gone } = await changePriceFile(call, (file) =>
      withoutOwnPrice(file, {
        model,
        ...(provider !== undefined && { provider }),
        ...(from !== undefined && { from: from === "ever" ? null : from }),
      }),
    );
    return {
      data: { file: call.folder.prices, removed: gone },
      text: `Removed ${ownPriceText(gone[0]!)}.\nCalls that are stored keep their cost until hearth prices reprice --from DATE --to DATE`,
    };
  },
});
