// Reads what was typed: filters written as words, stop words left out, and phrases that mean the same.
import { isStopWord, queryWords, stem } from "./text.js";

const FILTER = /(?:^|\s)(level|category|round|tradeoff|deck):([\w-]*)/gi;

/** More words than anybody types; somebody may paste a page. */
const MOST_WORDS = 32;

/**
 * Splits a query into units to find and filters.
 *
 * A unit is `{said, isLast, ways: [{words, weight}]}`: one word, or a phrase with the phrases that
 * mean the same. `groups` are lists of such phrases, each phrase a list of words. `unread` are filters
 * that name no value; `text` is the query without filters, which may have no units: "how do you ".
 * `isCut` says that there were more words than are looked for.
 */
export function parse(query, groups, facets) {
  const read = [...query.matchAll(FILTER)].map((match) => readFilter(match, facets));
  const text = query.replace(FILTER, " ");
  const all = queryWords(text);
  const isTyping = /\w$/.test(query) && all.length > 0;
  const units = unique(unitsOf(all.slice(0, MOST_WORDS), groups, isTyping));
  const filters = read.filter(({ isRead }) => isRead).map(({ name, value }) => ({ name, value }));
  const unread = read.filter(({ isRead }) => !isRead).map(({ name, value }) => ({ name, value }));
  return { units, isCut: all.length > MOST_WORDS, filters, unread, text: text.trim() };
}

function unique(units) {
  return [...new Map([...units].map((unit) => [unit.said, unit])).values()];
}

/** Reads one filter; what is typed may be the beginning of the value: `level:l6`, `category:llm`. */
function readFilter([, typedName, typed], facets) {
  const [name, wanted] = [typedName.toLowerCase(), typed.toLowerCase()];
  const values = (facets[name] ?? []).map(([value]) => value);
  const value = values.find((each) => each === wanted) ?? values.find((each) => wanted && each.startsWith(wanted));
  return { name, value: value ?? wanted, isRead: Boolean(value) };
}

/** Stop words are left out, but for one that may be the beginning of a word: "do", "dropout". */
function* unitsOf(words, groups, isTyping) {
  const onlyStopWords = words.every(({ word }) => isStopWord(word));
  for (let i = 0; i < words.length; ) {
    const found = longest(words, i, groups);
    const end = i + (found?.length ?? 1);
    const isLast = isTyping && end === words.length;
    const said = words.slice(i, end).map(({ word }) => word).join(" ");
    const ways = [...(found ? synonyms(found) : own(words[i]))];
    if (found || !isStopWord(said) || (onlyStopWords && isLast)) yield { said, isLast, ways };
    i = end;
  }
}

/** A hyphenated word may stand in the text in parts, and the other way round. */
function* own({ word, parts }) {
  yield { words: [word], weight: 1 };
  if (parts.length) yield { words: parts, weight: 0.95 };
}

function* synonyms({ phrase, group }) {
  yield { words: withoutStopWords(phrase), weight: 1 };
  for (const other of group) if (other !== phrase && !hasStopWords(other)) yield { words: other, weight: 0.8 };
}

/** A phrase keeps its stop words where one other word is all that it has: "out of memory" isn't "memory". */
export function phraseOf(words) {
  const kept = withoutStopWords(words);
  return kept.length > 1 ? kept : words;
}
const hasStopWords = (phrase) => phrase.some(isStopWord);
function withoutStopWords(words) {
  const kept = words.filter((word) => !isStopWord(word));
  return kept.length ? kept : words;
}

/** Finds the longest phrase of any group that begins at a word; a hyphenated word counts as its parts. */
function longest(words, at, groups) {
  let best = null;
  for (const group of groups) {
    for (const phrase of group) {
      const length = matchLength(words, at, phrase);
      if (length && phrase.length > (best?.phrase.length ?? 0)) best = { phrase, group, length };
    }
  }
  return best;
}

/** How many words of the query, from `at`, are this phrase; 0 if they aren't. */
function matchLength(words, at, phrase) {
  const isSkipped = (word) => isStopWord(word) && !hasStopWords(phrase);
  if (isSkipped(words[at].word)) return 0;
  const typed = [];
  for (let i = at; i < words.length && typed.length < phrase.length; i++) {
    const { word, parts } = words[i];
    if (!isSkipped(word)) typed.push(...(parts.length && phrase.length > 1 ? parts : [word]));
    if (typed.length === phrase.length && typed.every((each, k) => stem(each) === stem(phrase[k]))) return i - at + 1;
  }
  return 0;
}
