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
  const words = wordsToFind(all, isTyping);
  const units = unique(unitsOf(words.slice(0, MOST_WORDS), groups));
  if (units.length && isTyping && words.at(-1) === all.at(-1)) units.at(-1).isLast = true;
  const filters = read.filter(({ isRead }) => isRead).map(({ name, value }) => ({ name, value }));
  const unread = read.filter(({ isRead }) => !isRead).map(({ name, value }) => ({ name, value }));
  return { units, isCut: words.length > MOST_WORDS, filters, unread, text: text.trim() };
}

/** Leaves stop words out, but not one that may be the beginning of a word: "do", "dropout". */
function wordsToFind(all, isTyping) {
  const kept = all.filter(({ word }) => !isStopWord(word));
  return kept.length || !isTyping ? kept : all.slice(-1);
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

function* unitsOf(words, groups) {
  for (let i = 0; i < words.length; ) {
    const found = longest(words, i, groups);
    const length = found?.length ?? 1;
    const said = words.slice(i, i + length).map(({ word }) => word).join(" ");
    const ways = [...(found ? synonyms(found) : own(words[i]))];
    yield { said, isLast: false, ways };
    i += length;
  }
}

/** A hyphenated word may stand in the text in parts, and the other way round. */
function* own({ word, parts }) {
  yield { words: [word], weight: 1 };
  if (parts.length) yield { words: parts, weight: 0.95 };
}

function* synonyms({ phrase, group }) {
  yield { words: phrase, weight: 1 };
  for (const other of group) if (other !== phrase) yield { words: other, weight: 0.8 };
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
  const typed = [];
  for (let i = at; i < words.length && typed.length < phrase.length; i++) {
    const { word, parts } = words[i];
    typed.push(...(parts.length && phrase.length > 1 ? parts : [word]));
    if (typed.length === phrase.length && typed.every((each, k) => stem(each) === stem(phrase[k]))) return i - at + 1;
  }
  return 0;
}
