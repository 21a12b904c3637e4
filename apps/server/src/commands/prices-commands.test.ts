import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openPrices } from "@hearth/prices";
import { describe, expect, it } from "vitest";
import { runHearth } from "./fixtures/run-hearth.ts";
import { temporaryFolder } from "./fixtures/temporary-folder.ts";
import { runLine } from "./run-line.ts";

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(...words: readonly string[]): Promise<Run> {
  let out = "";
  let err = "";
  const code = await runLine(words, {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
  });
  return { code, out, err };
}

interface Listed {
  readonly version: string;
  readonly near: readonly string[];
  readonly own: { readonly prices: number };
  readonly prices: readonly Readonly<Record<string, unknown>>[];
}

async function list(data: string, ...words: readonly string[]): Promise<Listed> {
  const { out } = await run("prices", "list", ...words, "--json", `--data=${data}`);
  return JSON.parse(out) as Listed;
}

const add = async (data: string, ...words: readonly string[]): Promise<Run> =>
  await run("prices", "add", "--model=house-7b", "--input=2", "--output=8", ...words, `--data=${data}`);

describe("prices list", () => {
  it("says what a model's calls are priced by, at which times, and where each price is from", async () => {
    const data = join(temporaryFolder(), "data");
    const { prices } = await list(data, "--model", "claude-opus-4-6-20260205");
    expect(prices).toEqual([
      expect.objectContaining({ provider: "anthropic", from: "2026-03-13", to: null }),
      expect.objectContaining({
        to: "2026-03-13",
        source: "@pydantic/genai-prices",
        multipliers: { fast: 6, batch: 0.5, geography: { us: 1.1 } },
        webSearch: 0.01,
        tiers: [
          { above: 0, input: 5, cachedInput: 0.5, cacheWrite5m: 6.25, cacheWrite1h: 10, output: 25 },
          expect.objectContaining({ above: 200_000, input: 10, output: 37.5 }),
        ],
      }),
    ]);
    const early = await list(data, "--model=claude-opus-4-6", "--at=2026-03-12T23:59:59Z");
    expect(early.prices).toEqual([prices[1]]);
    const hourly = await list(data, "--model=deepseek-chat", "--at=2026-05-01T12:00:00Z");
    expect(hourly.prices).toMatchObject([{ hours: { from: "00:30", to: "16:30" } }]);
    const { out } = await run("prices", "list", "--model=claude-opus-4-6", `--data=${data}`);
    expect(out).toContain("fast ×6, batch ×0.5, us ×1.1, 0.01 a search");
    expect(out).toMatch(/ {2}@pydantic\/genai-prices \d+\.\d+\.\d+, newest change 20\d\d-/);
    expect(existsSync(data)).toBe(false);
  });

  it("lists all, or one seller's, and says what has no price", async () => {
    const data = join(temporaryFolder(), "data");
    const all = await list(data);
    expect(all.prices.length).toBe(openPrices().list().length);
    const azure = await list(data, "--provider=azure-openai", "--at=2026-06-01");
    expect(azure.prices.length).toBeGreaterThan(5);
    expect(new Set(azure.prices.map(({ provider }) => provider))).toEqual(new Set(["azure"]));
    expect((await list(data, "--model=opus-4-6")).near).toContain("claude-opus-4-6");
    expect((await run("prices", "list", "--model=sonar", "--provider=perplexity")).out).toContain(
      "sonar at perplexity is known, but has no price by tokens",
    );
  });
});

describe("prices add and remove", () => {
  it("write a file that only its owner reads, and that holds what was said", async () => {
    const data = join(temporaryFolder(), "data");
    const { code, out } = await add(
      data,
      "--cached-input=$0.2",
      "--cache-write-5m=2.5",
      "--cache-write-1h=4",
      "--web-search=.01",
      "--fast=3",
      "--from=2026-06-01",
      "--to=2026-09-01",
      "--provider=Ollama",
      "--alias=house, House/7B",
    );
    expect([code, out]).toEqual([
      0,
      expect.stringContaining("house-7b at Ollama from 2026-06-01 to 2026-09-01"),
    ]);
    const file = join(data, "prices.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(data).filter((name) => name.startsWith("prices"))).toEqual(["prices.json"]);
    expect(openPrices({ overrideFile: file }).find("house", Date.UTC(2026, 5, 1), "ollama")).toEqual({
      model: "house-7b",
      provider: "ollama",
      from: "2026-06-01",
      to: "2026-09-01",
      tiers: [
        {
          above: 0,
          input: 2_000_000,
          cachedInput: 200_000,
          cacheWrite5m: 2_500_000,
          cacheWrite1h: 4_000_000,
          output: 8_000_000,
        },
      ],
      multipliers: { fast: 3 },
      perRequest: { webSearch: 10_000 },
    });
    expect(await list(data, "--model=house", "--provider=ollama")).toMatchObject({
      own: { prices: 1 },
      prices: [{ source: "own" }],
    });
    expect((await run("prices", "remove", "--model=house", `--data=${data}`)).code).toBe(0);
    expect((await list(data)).version).toBe(openPrices({ overrideFile: file }).version);
    expect((await list(data)).own.prices).toBe(0);
  });

  it("refuse a second price of the same time with the way out, and change nothing", async () => {
    const data = join(temporaryFolder(), "data");
    await add(data);
    const before = readFileSync(join(data, "prices.json"), "utf8");
    const again = await add(data, "--alias=other");
    expect([again.code, again.out]).toEqual([1, ""]);
    expect(again.err).toContain('prices "house-7b" already: let the new price take its place with --replace');
    const wrong = await add(data, "--from=2026-02-30", "--replace");
    expect(wrong.err).toContain("from: must be a day such as 2026-03-31");
    expect(readFileSync(join(data, "prices.json"), "utf8")).toBe(before);
    expect((await add(data, "--from=2026-06-01", "--replace")).out).toContain(
      "Gave way: house-7b at all times",
    );
    expect((await list(data, "--model=house-7b")).prices).toMatchObject([
      { from: null, to: "2026-06-01" },
      { from: "2026-06-01", to: null },
    ]);
    const which = await run("prices", "remove", "--model=house-7b", `--data=${data}`);
    expect([which.code, which.err]).toEqual([1, expect.stringContaining("say which with --from")]);
    expect((await run("prices", "remove", "--model=house-7b", "--from=ever", `--data=${data}`)).code).toBe(0);
  });

  it("run at the same time without losing a price", async () => {
    const data = join(temporaryFolder(), "data");
    await add(data);
    const names = ["a", "b", "c", "d"];
    const runs = await Promise.all(
      names.map(
        async (name) =>
          await runHearth(["prices", "add", `--model=${name}`, "--input=1", "--output=1", `--data=${data}`]),
      ),
    );
    expect(runs.map(({ code, stderr }) => [code, stderr.includes("Error")])).toEqual(
      names.map(() => [0, false]),
    );
    expect((await list(data)).own.prices).toBe(1 + names.length);
  });

  it.each([
    ["--input=free", '--input "free" cannot be read'],
    ["--fast=-1", "cannot be read"],
    ["--cached-input=1e3", "cannot be read"],
  ])("take no %s", async (word, message) => {
    const data = join(temporaryFolder(), "data");
    const { code, err } = await add(data, word);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(data)).toBe(false);
  });
});

describe("a price file", () => {
  it("is in the backup and comes back with it", async () => {
    const root = temporaryFolder();
    const [from, to] = [join(root, "from"), join(root, "to")];
    await add(from);
    const archive = join(root, "backup.tar.gz");
    expect((await run("backup", archive, `--data=${from}`)).code).toBe(0);
    expect((await run("restore", archive, `--data=${to}`)).code).toBe(0);
    expect(readFileSync(join(to, "prices.json"), "utf8")).toBe(
      readFileSync(join(from, "prices.json"), "utf8"),
    );
  });

  it("that is broken is a finding of the doctor, and is not built upon", async () => {
    const data = join(temporaryFolder(), "data");
    await add(data);
    expect((await run("doctor", `--data=${data}`)).out).toMatch(/ok +prices +version \w{12}, 1 of your own/);
    writeFileSync(join(data, "prices.json"), '{"models":[{"model":"a"}]}');
    const { code, out } = await run("doctor", `--data=${data}`);
    expect([code, out]).toEqual([1, expect.stringMatching(/WRONG +prices .*models\[0\]\.input/)]);
    expect((await add(data)).err).toContain("models[0].input");
    expect((await run("prices", "list", `--data=${data}`)).code).toBe(1);
  });
});
