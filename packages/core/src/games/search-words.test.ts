import { expect, test } from "vitest";
import { array, assert, property, string } from "fast-check";
import { longestWord, queryWords, searchWords } from "./search-words.ts";

test.each([
  {
    name: "punctuation separates",
    text: "Fell-through the_floor (Hub.Town)!",
    words: ["fell", "through", "the", "floor", "hub", "town"],
  },
  { name: "digits are kept", text: "q_03 v1.15.0-rc.1 4k", words: ["03", "v1", "15", "rc", "4k"] },
  { name: "single characters are left out", text: "a b cc 7 𝐀", words: ["cc"] },
  { name: "compatibility forms fold together", text: "ＦＡＴＡＬ ﬁre №5", words: ["fatal", "fire", "no5"] },
  {
    name: "letters of all scripts",
    text: "Вылет ΛΆΘΟΣ 崩溃了 नमस्ते",
    words: ["вылет", "λάθος", "崩溃了", "नमस्ते"],
  },
  { name: "composed and decomposed are one", text: "café cafe\u0301", words: ["café"] },
  { name: "each word once", text: "crash Crash CRASH", words: ["crash"] },
  { name: "nothing to find", text: "!? … —", words: [] },
])("$name", ({ text, words }) => {
  expect(searchWords([text])).toEqual(words);
});

test("a long word is cut, and its query too, so that they still meet", () => {
  const hash = "0123456789abcdef".repeat(4);
  expect(searchWords([hash])).toEqual([hash.slice(0, longestWord)]);
  expect(queryWords(hash)).toEqual(searchWords([hash]));
});

test("the first 200 distinct words are kept, whatever the number of texts", () => {
  const texts = Array.from({ length: 300 }, (_, at) => `word${at} word${at}`);
  const words = searchWords(texts);
  expect(words).toHaveLength(200);
  expect(words.at(-1)).toBe("word199");
});

test("a query may name one character", () => {
  expect(queryWords("A crash")).toEqual(["a", "crash"]);
});

test("whatever the text: words are 2 to 40 characters, and each of them is found by itself", () => {
  assert(
    property(array(string({ unit: "binary", maxLength: 120 }), { maxLength: 4 }), (texts) => {
      for (const word of searchWords(texts)) {
        expect(Array.from(word).length).toBeGreaterThanOrEqual(2);
        expect(Array.from(word).length).toBeLessThanOrEqual(longestWord);
        expect(queryWords(word)).toEqual([word]);
      }
    }),
  );
});
