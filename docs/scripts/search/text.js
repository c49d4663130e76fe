// Words, as the index and the query both see them. Runs in Node.js when the site is built and in
// the reader's browser, so that both sides agree on what a word is.
import { stemmer } from "stemmer";

const STOP_WORDS = new Set(
  ("a an and are as at be been being but by can could did do does for from had has have he her his how i if in " +
    "into is it its just me my no not of on or our out she should so such than that the their them then there " +
    "these they this those to too up us vs versus was we were what when where which while who whom whose why " +
    "will with would you your dont doesnt didnt isnt cant wont shouldnt ive im").split(" "),
);

// Only what forms of a word share goes through this, so that a rule which is too eager does no harm:
// "noise" becomes "noize" in the index and in the query alike.
const BRITISH = [
  [/is(ation|ations|e|ed|er|ers|es|ing)$/, "iz$1"],
  [/ys(e|ed|es|ing)$/, "yz$1"],
  [/our(s|ed|ing|al|ally|ite|ites)?$/, "or$1"],
  [/ll(ing|ed|er|ers)$/, "l$1"],
  [/tre(s|d)?$/, "ter$1"],
  [/logue(s|d)?$/, "log$1"],
  [/ence(s)?$/, "ense$1"],
  [/gement(s)?$/, "gment$1"],
  [/^artefact/, "artifact"],
];

/** Gives the American spelling of a lower-case word, roughly. */
function american(word) {
  return BRITISH.reduce((spelled, [ending, replacement]) => spelled.replace(ending, replacement), word);
}

export const isStopWord = (word) => STOP_WORDS.has(word);

const stems = new Map();

/** Gives what a word's forms have in common, by Porter's algorithm (Program 14(3), 1980). */
export function stem(word) {
  if (word.length < 4 || /\d/.test(word)) return word;
  // Every key asks for the stems of all phrases that mean the same as others.
  if (!stems.has(word)) stems.set(word, stemmer(american(word)));
  return stems.get(word);
}

const WORD = /[a-z0-9]+(?:['’-][a-z0-9]+)*/g;

/**
 * Splits text into words with their places: `{word, start, end, parts}`. A hyphenated word is one
 * word (`kmeans`) whose parts are words too (`k`, `means`).
 */
export function* places(text) {
  // Marks are dropped without moving what follows: only composed letters occur in practice.
  const plain = text.toLowerCase().replace(/[À-ɏ]/g, (letter) => letter.normalize("NFKD")[0]);
  // "A/B" is a word to everyone who says it.
  const joined = plain.replace(/\b([a-z])\/([a-z])\b/g, "$1-$2");
  for (const match of joined.matchAll(WORD)) {
    const whole = match[0].replace(/['’]s$/, "").replace(/['’]/g, "");
    const parts = whole.split("-");
    yield {
      word: parts.join(""),
      parts: parts.length > 1 ? parts.filter((part) => part.length > 1 || /\d/.test(part)) : [],
      start: match.index,
      end: match.index + match[0].length,
    };
  }
}

/** Gives the words of a text for the index: hyphenated ones joined and in parts. */
export const indexWords = (text) => [...places(text)].flatMap(({ word, parts }) => [word, ...parts]);

/** Gives the words of a query, hyphenated ones joined. */
export const queryWords = (text) => [...places(text)];
