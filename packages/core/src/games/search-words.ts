/** Longest word kept; what is longer is found by its beginning. In characters (code points). */
export const longestWord = 40;
const shortestWord = 2;
const mostWords = 200;

// A combining mark belongs to the letter before it: without it, many scripts would fall to pieces.
const wordShape = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/**
 * The distinct words a text is found by, in order of appearance: compatibility-normalised, lower case,
 * letters and digits only, 2 to 40 characters (longer ones cut), at most 200.
 */
export function searchWords(texts: readonly string[]): string[] {
  const words = new Set<string>();
  for (const text of texts) {
    for (const word of wordsOf(text)) {
      if (word.length < shortestWord || isOneCharacter(word)) continue;
      words.add(word);
      if (words.size === mostWords) return [...words];
    }
  }
  return [...words];
}

/** What a search asks for: a text matches where each of these begins one of its words. */
export const queryWords = (query: string): string[] => [...new Set(wordsOf(query))];

function* wordsOf(text: string): Generator<string> {
  const folded = text.normalize("NFKC").toLowerCase().normalize("NFKC");
  for (const [word] of folded.matchAll(wordShape)) {
    yield word.length <= longestWord ? word : Array.from(word).slice(0, longestWord).join("");
  }
}

const isOneCharacter = (word: string): boolean => word.length === 2 && word.codePointAt(0)! > 0xffff;
