import { describe, expect, it } from "vitest";
import type { DataFolder } from "../data-folder.ts";
import { codingFolder, differencesOf, rowsOf } from "./fixtures/coding-folder.ts";
import { dataOf, runHearth } from "./fixtures/run-hearth.ts";
import { runLine } from "./run-line.ts";

const june = Date.UTC(2026, 5, 1);
const minute = 60_000;
const day = 86_400_000;

async function run(
  folder: DataFolder,
  ...words: string[]
): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const code = await runLine([...words, `--data=${folder.root}`], {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
  });
  return { code, out, err };
}

const actsOf = (folder: DataFolder): unknown[] =>
  rowsOf<{ kind: string; facts: string }>(folder, "select kind, facts from coding_acts order by id").map(
    ({ kind, facts }) => ({ kind, ...(JSON.parse(facts) as object) }),
  );

const costsOf = (folder: DataFolder): unknown[] =>
  rowsOf<{ cost: number }>(folder, "select cost from coding_calls").map(({ cost }) => cost);

describe("prices reprice", () => {
  const calls = [
    { model: "house-7b", time: june - 1 },
    { model: "house-7b", time: june },
    { model: "House/7B", time: june + minute },
    { model: "claude-opus-4-5", time: june + 2 * minute },
    { model: "house-7b", time: june + day },
  ];
  const price = ["--model=house-7b", "--input=2", "--output=8", "--alias=House/7B"];
  const own = 1_000 * 2 + 100 * 8;
  const opus = 1_000 * 5 + 100 * 25;

  it("prices what was unpriced, within its period, and puts it on record", async () => {
    const folder = await codingFolder([...calls, { model: "house-7b", time: june, test: true }]);
    expect(
      rowsOf(folder, "select sum(unpriced) as unpriced, sum(cost) as cost from coding_sessions"),
    ).toEqual([{ unpriced: 5, cost: opus }]);
    await run(folder, "prices", "add", ...price);
    const period = ["--from=2026-06-01", "--to=2026-06-02"];
    const trial = await run(folder, "prices", "reprice", ...period, "--dry-run");
    expect(trial.out).toBe(
      [
        "live: 2 of 3 calls would be repriced, from $0.00 (2 unpriced) to $0.0056 (0 unpriced).",
        "test: 1 of 1 calls would be repriced, from $0.00 (1 unpriced) to $0.0028 (0 unpriced).",
        "Nothing was changed: leave out --dry-run to do it.\n",
      ].join("\n"),
    );
    expect([costsOf(folder).filter((cost) => cost === own), actsOf(folder)]).toEqual([[], []]);

    const { code, out } = await run(folder, "prices", "reprice", ...period);
    expect([code, out.split("\n")[0]]).toEqual([
      0,
      "live: 2 of 3 calls repriced, from $0.00 (2 unpriced) to $0.0056 (0 unpriced).",
    ]);
    expect(costsOf(folder).toSorted()).toEqual([own, own, own, opus, null, null].toSorted());
    expect(differencesOf(folder)).toEqual([]);
    expect(actsOf(folder)).toEqual([
      {
        kind: "repricing",
        mode: "live",
        from: june,
        to: june + day,
        model: null,
        version: expect.stringMatching(/^[0-9a-f]{12}$/),
        looked: 3,
        repriced: 2,
        costBefore: 0,
        costAfter: 2 * own,
        unpricedBefore: 2,
        unpricedAfter: 0,
        isDone: true,
      },
      expect.objectContaining({ mode: "test", looked: 1, repriced: 1 }),
    ]);
  });

  it("takes one model under any of its names, and a price that went as a price that came", async () => {
    const folder = await codingFolder(calls);
    await run(folder, "prices", "add", ...price);
    const all = ["--from=2020-01-01", "--to=2030-01-01", "--json"];
    const priced = await run(folder, "prices", "reprice", "--model=HOUSE/7b", ...all);
    expect(JSON.parse(priced.out)).toMatchObject({
      dryRun: false,
      modes: [{ mode: "live", looked: 4, repriced: 4, costBefore: 0, costAfter: (4 * own) / 1e6 }],
    });
    await run(folder, "prices", "remove", "--model=house-7b");
    const unpriced = await run(folder, "prices", "reprice", ...all);
    expect(JSON.parse(unpriced.out)).toMatchObject({
      modes: [{ looked: 5, repriced: 4, costBefore: (4 * own) / 1e6, costAfter: 0, unpricedAfter: 4 }],
    });
    expect(differencesOf(folder)).toEqual([]);
  });

  it.each([
    [["--from=2026-06-02", "--to=2026-06-02"], "--to must be after --from"],
    [["--from=soon", "--to=2026-06-02"], '--from "soon" cannot be read'],
    [["--from=2026-06-02"], "--to is missing"],
  ])("%j is typed wrong", async (words, message) => {
    const folder = await codingFolder([]);
    const { code, err } = await run(folder, "prices", "reprice", ...words);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(actsOf(folder)).toEqual([]);
  });
});

describe("organization show and set", () => {
  it("cut sessions and add up days anew, on record", async () => {
    const night = Date.UTC(2026, 5, 1, 21, 50);
    const folder = await codingFolder([
      ...[0, 20, 45].map((after) => ({ model: "claude-opus-4-5", time: night + after * minute })),
      { model: "claude-opus-4-5", time: night, test: true as const },
    ]);
    const sessions = (): unknown =>
      rowsOf(folder, "select calls from coding_sessions where test = 0 order by 1");
    const days = (): unknown =>
      rowsOf(
        folder,
        "select period - 20605 as day, sum(calls) as calls from coding_usage where level = 1 and subject_id = 0 and test = 0 group by 1 order by 1",
      );
    const shown = await run(folder, "organization", "show");
    expect(shown.out).toContain("1800 seconds without a call");
    expect([sessions(), days()]).toEqual([[{ calls: 3 }], [{ day: 0, calls: 3 }]]);

    const words = ["--session-timeout=1500", "--time-zone=europe/berlin", "--call-days=90"];
    const set = await dataOf(["organization", "set", ...words, "--data", folder.root]);
    expect(set).toMatchObject({
      sessionTimeout: 1_500,
      timeZone: "Europe/Berlin",
      callDays: 90,
      rebuilt: { before: 1_800, after: 1_500, calls: 4, sessionsBefore: 2, sessionsAfter: 3, isDone: true },
    });
    expect(sessions()).toEqual([{ calls: 1 }, { calls: 2 }]);
    expect(days()).toEqual([
      { day: 0, calls: 1 },
      { day: 1, calls: 2 },
    ]);
    expect(differencesOf(folder)).toEqual([]);
    expect(actsOf(folder)).toEqual([
      { kind: "time-zone", before: "UTC", after: "Europe/Berlin" },
      expect.objectContaining({ kind: "session-timeout", before: 1_800, after: 1_500, isDone: true }),
    ]);
    const back = await run(folder, "organization", "set", "--call-days=none", "--session-timeout=1800");
    expect(back.out).toContain("calls are kept for     ever");
    expect(back.out).toContain("4 calls, 1500 seconds before and 1800 now: 3 sessions became 2.");
    expect(sessions()).toEqual([{ calls: 3 }]);
  });

  it.each([
    ["--session-timeout=0", "sessionTimeout must be a whole number from 1 to"],
    ["--session-timeout=1.5", "sessionTimeout must be"],
    ["--time-zone=Mars/Olympus", "timeZone must be an IANA time zone"],
    ["--time-zone=+02:00", "timeZone must be an IANA time zone"],
    ["--call-days=0", "callDays must be a whole number"],
    ["--call-days=soon", "callDays must be a whole number"],
  ])("refuse %s and change nothing of what stands beside it", async (word, message) => {
    const folder = await codingFolder([{ model: "claude-opus-4-5", time: june }]);
    const { code, err } = await run(folder, "organization", "set", "--call-days=7", word);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
    expect((await run(folder, "organization", "show")).out).toContain("calls are kept for     ever");
    expect(actsOf(folder)).toEqual([]);
  });

  it("want something to set, and an organization that is there", async () => {
    const folder = await codingFolder([]);
    const nothing = await runHearth(["organization", "set", "--data", folder.root]);
    expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining("Nothing is set: give")]);
    const unknown = await run(folder, "organization", "show", "--organization=Nobody");
    expect(unknown.err).toContain('There is no organization "Nobody"');
  });
});
