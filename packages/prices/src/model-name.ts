const claude = /claude-(?:(\d+)(?:[-.](\d{1,2}))?-([a-z]+)|([a-z]+)-(\d+)(?:[-.](\d{1,2}))?)(?!\d)/;
const bedrockVersion = /(?:-v\d+:\d+(?::\w+)?|(?<=anthropic\.claude-.*)-v\d+)$/;

/**
 * A name without what never tells two models apart: letter case, the two word orders and separators of
 * Claude names (`claude-4.5-opus`, `claude-opus-4-5`), Bedrock's `-v1:0` and a context mark such as `[1m]`.
 */
export function foldName(name: string): string {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/\[\d+[km]\]$/, "")
    .replace(bedrockVersion, "");
  return plain.replace(claude, (_, major, minor, family, familyFirst, majorLast, minorLast) => {
    const parts = [family ?? familyFirst, major ?? majorLast, minor ?? minorLast] as (string | undefined)[];
    return `claude-${parts.filter((part) => part !== undefined && part !== "0").join("-")}`;
  });
}

const release = /(?:[-@]20\d{6}|-20\d\d-\d\d-\d\d|@default|@latest|-latest)$/;
/** Stable releases only: previews of one Gemini model have had different prices. */
const geminiRelease = /^(gemini-(?!.*preview).+)-0\d\d$/;

/** Every name under which a model may stand in the table, the most exact first. */
export function namesToTry(name: string): string[] {
  const folded = foldName(name);
  const exact = [folded, ...bedrockNames(folded)];
  const undated = exact.flatMap((each) => {
    const plain = each.replace(release, "").replace(geminiRelease, "$1");
    return plain === each ? [] : [foldName(plain)];
  });
  return [...exact, ...undated];
}

const bedrock =
  /^(?:(global|us|eu|apac|au|jp|ca|in|us-gov)\.)?(anthropic|amazon|cohere|deepseek|google|meta|minimax|mistral|moonshot|moonshotai|nvidia|openai|qwen|writer|xai|zai)\.(.+)$/;

/** Whether a name is written as Amazon Bedrock writes them. */
export const isBedrockName = (name: string): boolean => bedrock.test(foldName(name));

/**
 * A name with a region's prefix is sold at the price of the name without it: Claude everywhere but in the
 * `global` profile, which has prices of its own, other makers only in the United States.
 */
function bedrockNames(folded: string): string[] {
  const [, region, vendor, model] = bedrock.exec(folded) ?? [];
  if (!vendor || !model || region === "global") return [];
  if (vendor === "anthropic") return region ? [`anthropic.${model}`, model] : [model];
  return region === "us" ? [`${vendor}.${model}`] : [];
}
