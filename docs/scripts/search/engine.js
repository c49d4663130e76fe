// Finds questions. Two indexes: titles (with summaries and aliases) come first and are small;
// sections come after. A page's score is the sum over the query's units of how well the page, by its
// title or its best section, matches that unit; pages that match every unit come first.
import MiniSearch from "minisearch";
import SearchableMap from "minisearch/SearchableMap";
import { indexWords, isStopWord, stem } from "./text.js";
import { parse } from "./query.js";

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
/** Letters from which on a word that is still typed stands for those that begin so. Two letters begin
 * hundreds of words of the sections; each would have to be scored. */
const SHORTEST_PREFIX = { titles: 2, sections: 3 };
const LONGEST_MISSPELLED = 30;
const MOST_SECTIONS = 3;
/** Pages that match a part of the query follow if they score this share of the best. */
const FOLLOWING = 0.3;

/** What MiniSearch must be told alike where an index is made and where it is read. */
export const OPTIONS = {
  titles: { fields: ["title", "aliases", "summary", "about"], ...words() },
  sections: { fields: ["heading", "text"], ...words() },
};
function words() {
  return { tokenize: indexWords, processTerm: (word) => (isStopWord(word) ? null : word) };
}

/** One index with what it takes to find a word's forms in it. */
class Tier {
  constructor(name, json) {
    this.index = MiniSearch.loadJS(json, OPTIONS[name]);
    this.fields = TUNING[name];
    this.prefixes = SHORTEST_PREFIX[name];
    this.terms = SearchableMap.from(json.index.map(([term]) => [term, term]));
    this.byStem = grouped(this.terms.keys(), stem);
    this.memory = new Map();
  }

  /** Gives the index's own words for a word of the query, each with a weight. */
  forms(word, isLast) {
    const found = new Map();
    const add = (term, weight) => found.set(term, Math.max(weight, found.get(term) ?? 0));
    if (this.terms.has(word)) add(word, 1);
    for (const term of this.byStem.get(stem(word)) ?? []) add(term, term === word ? 1 : related(term, word));
    if (isLast && word.length >= this.prefixes) {
      for (const [term] of this.terms.atPrefix(word)) {
        add(term, term === word ? 1 : TUNING.prefix * (0.5 + (0.5 * word.length) / term.length));
      }
    }
    return found;
  }

  /** The same for a word that nothing is spelled like. */
  misspelled(word) {
    const found = new Map();
    if (word.length < 4 || word.length > LONGEST_MISSPELLED || /\d/.test(word)) return found;
    const edits = word.length >= 7 ? 2 : 1;
    for (const [term, [, distance]] of this.terms.fuzzyGet(word, edits)) {
      // Typists rarely miss the first letter.
      const first = term[0] === word[0] ? 1 : 0.6;
      found.set(term, first * (distance <= 1 ? TUNING.oneEdit : TUNING.twoEdits));
    }
    for (const term of swaps(word)) if (this.terms.has(term)) found.set(term, TUNING.swapped);
    return found;
  }

  /** Scores every document for weighted words, by BM25+ over the fields: a map of id to score. */
  score(forms) {
    const scores = new Map();
    for (const [term, weight] of forms) {
      for (const [id, score] of this._scoreTerm(term)) {
        scores.set(id, Math.max(scores.get(id) ?? 0, score * weight));
      }
    }
    return scores;
  }

  _scoreTerm(term) {
    if (!this.memory.has(term)) {
      const options = { boost: this.fields, tokenize: (text) => [text], processTerm: (text) => text };
      const results = this.index.search(term, options);
      this.memory.set(term, results.map(({ id, score }) => [id, score]));
    }
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

function grouped(items, key) {
  const groups = new Map();
  for (const item of items) {
    const name = key(item);
    if (groups.has(name)) groups.get(name).push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

function* swaps(word) {
  for (let i = 0; i + 1 < word.length; i++) {
    yield word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2);
  }
}

/** The search over both tiers. Holds no state of a reader. */
export class Engine {
  /** Takes the file of titles: `{pages, groups, facets, index}`. */
  constructor(titles) {
    this.pages = titles.pages;
    this.groups = titles.groups;
    this.facets = titles.facets;
    this.titles = new Tier("titles", titles.index);
    this.sections = null;
  }

  /** Takes the file of sections: `{sections: [[page, anchor, heading]], index}`. */
  addSections({ sections, index }) {
    this.sectionList = sections;
    this.sections = new Tier("sections", index);
  }

  /**
   * Answers a query.
   *
   * Returns `{pages: [{page, score, sections}], asked, unknown, terms, isPartial}`: places in `pages`
   * with their best sections, the query as `parse` read it, the words that nothing is like, and the
   * index's words that matched.
   */
  search(query) {
    const asked = parse(query, this.groups, this.facets);
    const { units, filters } = asked;
    const matches = units.map((unit) => this._match(unit));
    const known = matches.filter((match) => match.pages.size);
    const terms = new Set(matches.flatMap((match) => [...match.terms]));
    const unknown = units.filter((_, i) => !matches[i].pages.size).map((unit) => unit.said);
    const allowed = (page) => passes(this.pages[page], filters);
    let pages = asked.text ? this._rank(known, units) : this.pages.map((_, page) => plain(page));
    pages = pages.filter(({ page }) => allowed(page));
    const full = pages.filter((each) => each.covered === known.length);
    const isPartial = known.length > 1 && full.length === 0;
    return { pages: cut(pages, full), asked, unknown, terms, isPartial };
  }

  /** Gives words of the index that look most like one that nothing was found for. */
  nearest(word, count = 3) {
    if (word.length < 3 || word.length > LONGEST_MISSPELLED) return [];
    const found = [...this.titles.terms.fuzzyGet(word, Math.ceil(word.length / 2.5))];
    found.sort(([, [, a]], [, [, b]]) => a - b);
    return found.slice(0, count).map(([term]) => term);
  }

  _match(unit) {
    const terms = new Set();
    const byTier = [this.titles, this.sections].filter(Boolean).map((tier) => {
      const scores = new Map();
      for (const { words, weight } of unit.ways) {
        for (const [id, score] of scoreAll(tier, words, unit.isLast, terms, this._spelled.bind(this))) {
          scores.set(id, Math.max(scores.get(id) ?? 0, score * weight));
        }
      }
      return scores;
    });
    const pages = new Map();
    for (const [page, score] of byTier[0]) pages.set(page, score);
    const sections = byTier[1] ?? new Map();
    for (const [section, score] of sections) {
      const page = this.sectionList[section][0];
      pages.set(page, Math.max(pages.get(page) ?? 0, score * TUNING.section));
    }
    return { pages, sections, terms, unit };
  }

  /** Whether any tier has a word as it is spelled, so that no other spelling is tried. */
  _spelled(word, isLast) {
    return [this.titles, this.sections].some((tier) => tier?.forms(word, isLast).size);
  }

  _rank(matches, units) {
    const found = new Map();
    let total = 0;
    for (const match of matches) {
      const rarity = Math.log(1 + this.pages.length / match.pages.size);
      total += rarity;
      for (const [page, score] of match.pages) {
        const entry = found.get(page) ?? { page, score: 0, covered: 0, rarity: 0 };
        entry.score += score;
        entry.covered += 1;
        entry.rarity += rarity;
        found.set(page, entry);
      }
    }
    const bySection = this._sectionsOf(matches);
    for (const entry of found.values()) {
      entry.sections = bySection.get(entry.page) ?? [];
      entry.score *= (entry.rarity / total) ** TUNING.coverage;
      entry.score *= 1 + TUNING.title * this._titleCover(entry.page, units, matches);
      if (!this.pages[entry.page].level) entry.score *= TUNING.other;
      const best = entry.sections[0];
      if (best && matches.length > 1) entry.score *= 1 + TUNING.together * (best.covered / matches.length);
    }
    return [...found.values()].sort((a, b) => b.score - a.score || a.page - b.page);
  }

  /** How much of the query stands in the title, and of the title in the query: 0 to 1. */
  _titleCover(page, units, matches) {
    const title = (this.pages[page].words ??= indexWords(this.pages[page].title).filter((word) => !isStopWord(word)));
    const terms = new Set(matches.flatMap((match) => [...match.terms]));
    const shared = title.filter((word) => terms.has(word)).length;
    const inTitle = matches.filter(({ terms: own }) => title.some((word) => own.has(word))).length;
    const cover = inTitle / Math.max(1, units.length);
    return cover * cover * (0.6 + (0.4 * shared) / Math.max(1, title.length));
  }

  _sectionsOf(matches) {
    const sections = new Map();
    for (const match of matches) {
      for (const [section, score] of match.sections) {
        const entry = sections.get(section) ?? { section, score: 0, covered: 0 };
        entry.score += score;
        entry.covered += 1;
        sections.set(section, entry);
      }
    }
    const byPage = grouped(sections.values(), ({ section }) => this.sectionList[section][0]);
    for (const list of byPage.values()) {
      list.sort((a, b) => b.covered - a.covered || b.score - a.score);
      list.length = Math.min(list.length, MOST_SECTIONS);
    }
    return byPage;
  }
}

/** Scores documents in which all words of one way to say a unit occur. */
function scoreAll(tier, words, isLast, terms, spelled) {
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

const plain = (page) => ({ page, score: 0, covered: 0, sections: [] });

/** Keeps pages that match everything, and of the others those that come close. */
function cut(pages, full) {
  const best = pages[0]?.score ?? 0;
  const all = new Set(full);
  return pages.filter((page) => all.has(page) || page.score > best * FOLLOWING);
}

/** Of each kind of filter a page must have one of the values. */
function passes(page, filters) {
  const kinds = grouped(filters, ({ name }) => name);
  return [...kinds].every(([name, allowed]) => {
    const values = [page[name] ?? []].flat();
    return allowed.some(({ value }) => values.includes(value));
  });
}
