// One index of words: which of its own words a word of the query may mean, and what documents score for them.
import SearchableMap from "minisearch/SearchableMap";
import { stem } from "./text.js";

/** What the ranking was tuned with; see tests/data/search-queries.tsv. */
export const TUNING = {
  titles: { title: 5, aliases: 4, summary: 1.6, about: 0.8 },
  sections: { heading: 1, text: 1 },
  /** What a form of a word counts, against the word itself. */
  inflected: 0.9,
  derived: 0.55,
  prefix: 0.6,
  swapped: 0.5,
  oneEdit: 0.45,
  twoEdits: 0.25,
  /** What a section counts, against a title. */
  section: 0.55,
  /** How hard it costs a page to match only a part of the query. */
  coverage: 1.5,
  /** What it adds to match the whole title, and to match in one section. */
  title: 0.9,
  together: 0.35,
  /** What a page that isn't a question counts. */
  other: 0.7,
};
const LONGEST_MISSPELLED = 30;

/** Letters from which on a word that is still typed stands for those that begin so. Two letters begin
 * hundreds of words of the sections; each would have to be scored. */
const SHORTEST_PREFIX = { titles: 2, sections: 3 };

/** Letters at their beginning that forms of a word share. */
const SHARED = 3;

/** An index's words, which may come in parts, each with the documents that it scores. */
export class Tier {
  /** `scoreTerm` gives `[id, score]` for a word of the index. */
  constructor(name, scoreTerm) {
    this.prefixes = SHORTEST_PREFIX[name];
    this.scoreTerm = scoreTerm;
    this.terms = new SearchableMap();
    this.memory = new Map();
  }

  add(terms) {
    for (const term of terms) this.terms.set(term, term);
    return this;
  }

  /** Gives the index's own words for a word of the query, each with a weight. */
  forms(word, isLast) {
    const found = new Map();
    const add = (term, weight) => found.set(term, Math.max(weight, found.get(term) ?? 0));
    if (this.terms.has(word)) add(word, 1);
    for (const term of this._sharingStem(word)) add(term, term === word ? 1 : related(term, word));
    if (isLast && word.length >= this.prefixes) {
      for (const [term] of this.terms.atPrefix(word)) {
        add(term, term === word ? 1 : TUNING.prefix * (0.5 + (0.5 * word.length) / term.length));
      }
    }
    return found;
  }

  /** All forms of a word begin alike, so that not every word of the index needs its stem. */
  _sharingStem(word) {
    const alike = [...this.terms.atPrefix(word.slice(0, SHARED)).keys()];
    return alike.filter((term) => stem(term) === stem(word));
  }

  /** The same for a word that nothing is spelled like. */
  misspelled(word) {
    const found = new Map();
    if (!mayBeMisspelled(word)) return found;
    const edits = word.length >= 7 ? 2 : 1;
    for (const [term, [, distance]] of this.terms.fuzzyGet(word, edits)) {
      // Typists rarely miss the first letter.
      const first = term[0] === word[0] ? 1 : 0.6;
      found.set(term, first * (distance <= 1 ? TUNING.oneEdit : TUNING.twoEdits));
    }
    for (const term of swaps(word)) if (this.terms.has(term)) found.set(term, TUNING.swapped);
    return found;
  }

  /** Scores every document for weighted words: a map of id to score. */
  score(forms) {
    const scores = new Map();
    for (const [term, weight] of forms) {
      for (const [id, score] of this._remembered(term)) {
        scores.set(id, Math.max(scores.get(id) ?? 0, score * weight));
      }
    }
    return scores;
  }

  /** Gives words of the index that look most like one that nothing was found for. */
  nearest(word, count = 3) {
    if (word.length < 3 || word.length > LONGEST_MISSPELLED) return [];
    const found = [...this.terms.fuzzyGet(word, Math.ceil(word.length / 2.5))];
    found.sort(([, [, a]], [, [, b]]) => a - b);
    return found.slice(0, count).map(([term]) => term);
  }

  _remembered(term) {
    if (!this.memory.has(term)) this.memory.set(term, this.scoreTerm(term));
    return this.memory.get(term);
  }
}

/** "costs" is as good as "cost"; "positive" shares a stem with "position" and means something else. */
function related(one, other) {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return /^(s|es|d|ed|ing|ly)$/.test(long.slice(commonLength(short, long))) ? TUNING.inflected : TUNING.derived;
}
function commonLength(one, other) {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

/** Short words and numbers are like too many others; a long word has as many exchanges as letters. */
export const mayBeMisspelled = (word) => word.length >= 4 && word.length <= LONGEST_MISSPELLED && !/\d/.test(word);

/** Gives a word with each two neighbours exchanged. */
export function* swaps(word) {
  for (let i = 0; i + 1 < word.length; i++) {
    yield word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2);
  }
}

/** Scores documents in which all words of one way to say a unit occur. */
export function scoreAll(tier, words, isLast, terms, spelled) {
  let scores = null;
  for (const [i, word] of words.entries()) {
    const last = isLast && i === words.length - 1;
    let forms = tier.forms(word, last);
    if (!forms.size && !spelled(word, last)) forms = tier.misspelled(word);
    const found = tier.score(forms);
    for (const term of forms.keys()) terms.add(term);
    if (scores === null) scores = found;
    else scores = new Map([...scores].filter(([id]) => found.has(id)).map(([id, score]) => [id, score + found.get(id)]));
  }
  return [...scores].map(([id, score]) => [id, score / Math.sqrt(words.length)]);
}
