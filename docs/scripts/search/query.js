// Reads what was typed: filters written as words, stop words left out, and phrases that mean the same.
import { isStopWord, queryWords, stem } from "./text.js";

const FILTER = /(?:^|\s)(level|category|round|tradeoff|deck):([\w-]*)/gi;

/**
 * Splits a query into units to find and filters.
 *
 * A unit is `{said, isLast, ways: [{words, weight}]}`: one word, or a phrase with the phrases that
 * mean the same. `groups` are lists of such phrases, each phrase a list of words.
 */
export function parse(query, groups, facets) {
  const filters = [...query.matchAll(FILTER)].flatMap((match) => readFilter(match, facets));
  const text = query.replace(FILTER, " ");
  const all = queryWords(text);
  const kept = all.filter(({ word }) => !isStopWord(word));
  const words = kept.length ? kept : all;
  const typing = !/\s$/.test(query);
  const units = [...unitsOf(words, groups)];
  if (units.length && typing && words.at(-1) === all.at(-1)) units.at(-1).isLast = true;
  return { units, filters };
}

/** Reads one filter; what is typed may be the beginning of the value: `level:l6`, `category:llm`. */
function readFilter([, name, typed], facets) {
  const wanted = typed.toLowerCase();
  const values = (facets[name.toLowerCase()] ?? []).map(([value]) => value);
  const value = values.find((each) => each === wanted) ?? values.find((each) => each.startsWith(wanted));
  return wanted && value ? [{ name: name.toLowerCase(), value }] : [];
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
