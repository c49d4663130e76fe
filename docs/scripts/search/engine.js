// Finds questions. Two indexes: titles (with summaries and aliases) come first and are small;
// sections come after. A page's score is the sum over the query's units of how well the page, by its
// title or its best section, matches that unit; pages that match every unit come first.
import MiniSearch from "minisearch";
import { byScore, cut, grouped, passes, scoreUnit, summed, titleBonus } from "./ranking.js";
import { indexWords, isStopWord } from "./text.js";
import { Tier, TUNING } from "./tier.js";
import { parse } from "./query.js";

const MOST_SECTIONS = 3;

/** What MiniSearch must be told alike where an index is made and where it is read. */
export const OPTIONS = {
  titles: { fields: ["title", "aliases", "summary", "about"], ...words() },
  sections: { fields: ["heading", "text"], ...words() },
};
function words() {
  return { tokenize: indexWords, processTerm: (word) => (isStopWord(word) ? null : word) };
}

/** Makes a tier of an index that MiniSearch has written; documents are scored by BM25+ over its fields. */
export function tierOf(name, json) {
  const index = MiniSearch.loadJS(json, OPTIONS[name]);
  const options = { boost: TUNING[name], tokenize: (text) => [text], processTerm: (text) => text };
  const scoreTerm = (term) => index.search(term, options).map(({ id, score }) => [id, score]);
  return new Tier(name, scoreTerm).add(json.index.map(([term]) => term));
}

/** The search over both tiers. Holds no state of a reader. */
export class Engine {
  /** Takes the file of titles: `{pages, groups, facets, index}`. */
  constructor(titles) {
    this.pages = titles.pages;
    this.groups = titles.groups;
    this.facets = titles.facets;
    this.titles = tierOf("titles", titles.index);
    this.sections = null;
  }

  /** Takes the file of sections: `{sections: [[page, anchor, heading]], index}`. */
  addSections({ sections, index }) {
    this.sectionList = sections;
    this.sections = tierOf("sections", index);
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
    return { ...cut(pages, known), asked, unknown, terms };
  }

  _match(unit) {
    const terms = new Set();
    const byTier = [this.titles, this.sections].filter(Boolean).map((tier) => {
      return scoreUnit(tier, unit, terms, this._spelled.bind(this));
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
    const found = summed(matches, this.pages.length);
    const bySection = this._sectionsOf(matches);
    for (const entry of found.values()) {
      entry.sections = bySection.get(entry.page) ?? [];
      entry.score *= titleBonus(this.pages[entry.page], units, matches);
      if (!this.pages[entry.page].level) entry.score *= TUNING.other;
      const best = entry.sections[0];
      if (best && matches.length > 1) entry.score *= 1 + TUNING.together * (best.covered / matches.length);
    }
    return [...found.values()].sort(byScore);
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

const plain = (page) => ({ page, score: 0, covered: 0, sections: [] });
