import { HearthError } from "@hearth/core/errors";
import { expect, test } from "vitest";
import { withOwnPrice, withoutOwnPrice } from "./override-text.ts";
import type { OwnPrice, OwnPriceName } from "./override-text.ts";
import { parsePriceOverrides } from "./price-overrides.ts";

const path = "prices.json";
const house: OwnPrice = { model: "house-7b", input: 0.25, output: 1 };
const textOf = (...models: OwnPrice[]): string => JSON.stringify({ models });
const add = (text: string | undefined, price: OwnPrice, replace = false): OwnPrice[] => {
  const changed = withOwnPrice({ path, text }, price, replace);
  expect(parsePriceOverrides(changed.text, path)).toBeDefined();
  return (JSON.parse(changed.text) as { models: OwnPrice[] }).models;
};
const remove = (text: string, name: OwnPriceName): OwnPrice[] =>
  (JSON.parse(withoutOwnPrice({ path, text }, name).text) as { models: OwnPrice[] }).models;
const fault = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof HearthError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "none";
};

test("a price is added after those that are there, as it was given", () => {
  const priced: OwnPrice = { ...house, aliases: ["House/7B"], provider: "ollama", cacheWrite1h: 0.5 };
  expect(add(undefined, priced)).toEqual([priced]);
  expect(add(textOf(house), { ...house, model: "house-8b" })).toEqual([
    house,
    { ...house, model: "house-8b" },
  ]);
  const may = { ...house, to: "2026-06-01" };
  const june = { ...house, from: "2026-06-01" };
  expect(add(textOf(may), june)).toEqual([may, june]);
  expect(add(textOf(house), { ...house, provider: "azure" }), "one provider's price is another").toHaveLength(
    2,
  );
});

test("one of the same model and time is refused, however its name is written", () => {
  const text = textOf({ ...house, from: "2026-01-01" });
  for (const second of [
    house,
    { ...house, model: "House-7B" },
    { ...house, model: "b", aliases: ["house-7b"] },
  ]) {
    expect(fault(() => add(text, second))).toMatch(
      /^conflict: prices\.json prices "house-7b" from 2026-01-01 already: .*--replace/,
    );
  }
});

test("replaced prices keep the time that the new one leaves them", () => {
  const summer: OwnPrice = { ...house, from: "2026-06-01", to: "2026-09-01", input: 9 };
  expect(add(textOf(house), house, true)).toEqual([house]);
  expect(add(textOf(house), summer, true)).toEqual([
    { ...house, to: "2026-06-01" },
    { ...house, from: "2026-09-01" },
    summer,
  ]);
  const parts = [
    { ...house, to: "2026-07-01" },
    { ...house, from: "2026-07-01", to: "2026-08-01" },
    { ...house, from: "2026-08-01", to: "2026-10-01" },
  ];
  expect(add(textOf(...parts), summer, true)).toEqual([
    { ...house, to: "2026-06-01" },
    { ...house, from: "2026-09-01", to: "2026-10-01" },
    summer,
  ]);
  expect(withOwnPrice({ path, text: textOf(...parts) }, summer, true).gone).toEqual(parts);
});

test("a name that only the older price has is not lost with it", () => {
  const text = textOf({ ...house, aliases: ["cottage"] });
  expect(fault(() => add(text, house, true))).toMatch(/^conflict: .*also that of "cottage".*--alias cottage/);
  expect(add(text, { ...house, aliases: ["Cottage"] }, true)).toHaveLength(1);
});

test("what the file may not hold is not written, and a file with a fault is not built upon", () => {
  expect(fault(() => add(undefined, { ...house, input: -1 }))).toContain("input: must be a number");
  expect(fault(() => add(undefined, { ...house, from: "2026-02-30" }))).toContain("from: must be a day");
  expect(fault(() => add("{", house))).toMatch(/^invalid_request: The price file prices\.json is not JSON/);
  expect(fault(() => add('{"models":[{"model":"a"}]}', house))).toContain("models[0].input");
});

test("one price is removed, and where several or none fit it is said which there are", () => {
  const may = { ...house, to: "2026-06-01" };
  const june = { ...house, from: "2026-06-01" };
  const azure = { ...house, provider: "azure" };
  const text = textOf(may, june, azure);
  expect(remove(text, { model: "HOUSE-7B", from: "2026-06-01" })).toEqual([may, azure]);
  expect(remove(text, { model: "house-7b", provider: "azure-openai" })).toEqual([may, june]);
  expect(fault(() => remove(text, { model: "house-7b", from: null }))).toMatch(
    /^conflict: .*2 prices of "house-7b": say which .*"house-7b" to 2026-06-01; "house-7b" at azure\.$/,
  );
  expect(fault(() => remove(text, { model: "house-8b" }))).toMatch(/^not_found: .*it holds "house-7b" to/);
  expect(fault(() => remove('{"models":[]}', { model: "a" }))).toContain("it holds no price at all");
});
