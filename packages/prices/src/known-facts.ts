import type { PriceMultipliers, PriceRecord, PriceTier } from "@hearth/core/coding/price-record";
import { foldName } from "./model-name.ts";

/** Something about prices that the makers publish and the sources of the table leave out. */
interface KnownFact {
  /** Providers it holds at; absent: every one. */
  readonly providers?: readonly string[];
  /** Whether it holds for a folded name. */
  readonly models: (name: string) => boolean;
  readonly multipliers?: PriceMultipliers;
  /** Price of a one-hour cache write, in times of the input's, where the source names none. */
  readonly cacheWrite1h?: number;
  /** A long-context tier that the source has not. */
  readonly longContext?: { readonly above: number; readonly input: number; readonly output: number };
  /** ISO date from which a long-context tier of the source is gone. */
  readonly flatFrom?: string;
}

/** Claude models of a family from one version to another, both included: 406 is version 4.6. */
const claude =
  (family = "[a-z]+", from = 0, to = Number.POSITIVE_INFINITY) =>
  (name: string): boolean => {
    const [found, major, minor] =
      new RegExp(`(?:^|[./])claude-${family}-(\\d+)(?:-(\\d{1,2}))?(?!\\d)`).exec(name) ?? [];
    const version = Number(major) * 100 + Number(minor ?? 0);
    return found !== undefined && from <= version && version <= to;
  };
const named =
  (...names: string[]) =>
  (name: string): boolean =>
    names.includes(name);

const claudeApi = ["anthropic"];
const openai = ["openai"];

export const knownFacts: readonly KnownFact[] = [
  // Claude API, prompt caching: a one-hour write costs twice the input, a five-minute write 1.25 times.
  { models: claude(), cacheWrite1h: 2 },
  // Claude API, long context: Sonnet 4 and 4.5 over 200,000 tokens; the sources have it for 4.5 only, and not at Bedrock.
  {
    providers: ["anthropic", "google", "aws"],
    models: claude("sonnet", 400, 405),
    longContext: { above: 200_000, input: 2, output: 1.5 },
  },
  // Claude API, long context: 4.6 and later are flat up to one million tokens since this day.
  { models: claude(undefined, 406), flatFrom: "2026-03-13" },
  // Claude API, fast mode: Opus 4.6 and 4.7 at $30/$150 per million.
  { providers: claudeApi, models: claude("opus", 406, 407), multipliers: { fast: 6 } },
  // Claude API, fast mode: Opus 4.8 and Opus 5 at $10/$50 per million.
  { providers: claudeApi, models: claude("opus", 408, 500), multipliers: { fast: 2 } },
  // Claude API, data residency: `inference_geo: us` from Opus 4.6 on.
  { providers: claudeApi, models: claude(undefined, 406), multipliers: { geography: { us: 1.1 } } },
  // Codex, speed: fast mode of GPT-5.5 at 2.5 times the standard rate.
  { providers: openai, models: named("gpt-5.5"), multipliers: { fast: 2.5, priority: 2.5 } },
  // Codex, speed: fast mode of GPT-5.4 and GPT-5.3-Codex at twice the standard rate.
  { providers: openai, models: named("gpt-5.4", "gpt-5.3-codex"), multipliers: { fast: 2, priority: 2 } },
  // Claude API, OpenAI API and Gemini API, batch: half of every token price.
  { providers: [...claudeApi, ...openai, "google"], models: () => true, multipliers: { batch: 0.5 } },
];

/** Prompt size above which a folded name's long-context price holds, of which a source says only that it is long. */
export const longContextAbove = (name: string): number =>
  // OpenAI API, long context: 272,000 tokens from GPT-5.4 on; elsewhere 200,000.
  /(?:^|[./])gpt-(?:5[.-][4-9]|[6-9])/.test(name) ? 272_000 : 200_000;

/** A record as the sources have it, with what is known beyond them; two where a fact begins within it. */
export function withKnownFacts(record: PriceRecord, names: readonly string[]): PriceRecord[] {
  const folded = [foldName(record.model), ...names];
  const facts = knownFacts.filter(
    ({ providers, models }) => (!providers || providers.includes(record.provider)) && folded.some(models),
  );
  let tiers = record.tiers;
  for (const fact of facts) tiers = withTierFact(tiers, fact);
  const multipliers = Object.assign({}, record.multipliers, ...facts.map((fact) => fact.multipliers ?? {}));
  const whole: PriceRecord = { ...record, tiers, multipliers };
  const flatFrom = facts.find((fact) => fact.flatFrom)?.flatFrom;
  if (!flatFrom || tiers.length === 1 || (record.to && record.to <= flatFrom)) return [whole];
  const flat = { ...whole, tiers: tiers.slice(0, 1) };
  if (record.from && record.from >= flatFrom) return [flat];
  return [
    { ...flat, from: flatFrom },
    { ...whole, to: flatFrom },
  ];
}

function withTierFact(tiers: readonly PriceTier[], fact: KnownFact): readonly PriceTier[] {
  const { cacheWrite1h, longContext } = fact;
  if (cacheWrite1h) {
    return tiers.map((tier) =>
      tier.cacheWrite5m === null || tier.cacheWrite1h !== null
        ? tier
        : { ...tier, cacheWrite1h: Math.round(tier.input * cacheWrite1h) },
    );
  }
  if (longContext && tiers.length === 1) {
    const base = tiers[0]!;
    const long: PriceTier = {
      above: longContext.above,
      input: Math.round(base.input * longContext.input),
      cachedInput: times(base.cachedInput, longContext.input),
      cacheWrite5m: times(base.cacheWrite5m, longContext.input),
      cacheWrite1h: times(base.cacheWrite1h, longContext.input),
      output: Math.round(base.output * longContext.output),
    };
    return [base, long];
  }
  return tiers;
}

const times = (price: number | null, factor: number): number | null =>
  price === null ? null : Math.round(price * factor);
