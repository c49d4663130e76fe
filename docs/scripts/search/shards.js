// The search by titles over a site that is too large to be held: words with what pages score for them
// lie in shards by their first two letters, pages in a file each, what pages are filtered by in one.
import { byScore, cut, passes, scoreUnit, summed, titleBonus } from "./ranking.js";
import { Tier, mayBeMisspelled, swaps } from "./tier.js";

/** Pages whose titles are weighed against the query; each is a file to fetch. */
const MOST_FETCHED = 10;

/** All forms of a word, and all words that begin with what is typed so far, begin alike. */
export const shardOf = (word) => word.slice(0, 2);

/** Gives a number's distance from the one before it: most take one digit instead of four. */
export const steps = (numbers) => numbers.map((number, i) => number - (numbers[i - 1] ?? 0));
function unstepped(distances) {
  let number = 0;
  return distances.map((distance) => (number += distance));
}

const scored = (distances, scores) => unstepped(distances).map((page, i) => [page, scores[i]]);

export class Titles {
  /** `count` is that of all pages, `shards` names those that there are, `load` fetches a file by its name. */
  constructor({ pages: count, shards }, load) {
    Object.assign(this, { count, load, shards: new Set(shards) });
    this.files = new Map();
    this.postings = new Map();
    this.tier = new Tier("titles", (term) => scored(...this.postings.get(term)));
  }

  /**
   * Finds pages for a query as `parse` read it.
   *
   * Returns `{pages, numbers, unknown, isPartial}`: the best pages as they are shown and the numbers of
   * all, both best first, and the words that nothing is like.
   */
  async search({ text, units, filters }) {
    const facets = filters.length || !text ? await this.facets() : null;
    const matches = text ? await this._matches(units) : [];
    const known = matches.filter(({ pages }) => pages.size);
    const all = text ? [...summed(known, this.count).values()].sort(byScore) : facets.map((_, page) => ({ page, score: 0, covered: 0 }));
    const found = cut(filters.length ? all.filter(({ page }) => passes(facets[page], filters)) : all, known);
    const unknown = matches.filter(({ pages }) => !pages.size).map(({ said }) => said);
    return { ...found, pages: await this._shown(found.pages, units, known), numbers: found.pages.map(({ page }) => page), unknown };
  }

  /** Gives for each page what it can be filtered by: `{level, category, ...}`. */
  facets() {
    return this._once("facets.json", (names) => facetsOf(names, this.count));
  }

  async _matches(units) {
    await this._fetch(units.flatMap(({ ways }) => ways.flatMap(({ words }) => words)));
    const said = units.flatMap(({ ways, isLast }) => ways[0].words.map((word) => ({ word, isLast })));
    const misspelled = said.filter(({ word, isLast }) => mayBeMisspelled(word) && !this._isSpelled(word, isLast));
    await this._fetch(misspelled.flatMap(({ word }) => [...swaps(word)]));
    return units.map((unit) => {
      const terms = new Set();
      return { pages: scoreUnit(this.tier, unit, terms, () => false), terms, said: unit.said };
    });
  }

  _isSpelled(word, isLast) {
    return this.tier.forms(word, isLast).size > 0;
  }

  _fetch(words) {
    const names = [...new Set(words.map(shardOf))].filter((name) => this.shards.has(name));
    return Promise.all(names.map((name) => this._once(`shards/${name}.json`, (shard) => this._add(shard))));
  }

  _add(shard) {
    for (const [term, posting] of Object.entries(shard)) this.postings.set(term, posting);
    this.tier.add(Object.keys(shard));
  }

  /** Fetches a file and reads it, once; one that fails is asked for again when it is needed again. */
  _once(name, read) {
    if (!this.files.has(name)) {
      const coming = this.load(name).then(read);
      coming.catch(() => this.files.delete(name));
      this.files.set(name, coming);
    }
    return this.files.get(name);
  }

  async _shown(entries, units, known) {
    const best = entries.slice(0, MOST_FETCHED);
    const pages = await Promise.all(best.map(({ page }) => this._page(page)));
    const weighed = best.map((entry, i) => ({ ...entry, shown: pages[i], score: entry.score * titleBonus(pages[i], units, known) }));
    return weighed.sort(byScore).map(({ shown }) => shown);
  }

  _page(number) {
    return this._once(`pages/${number}.json`, (page) => page);
  }
}

function facetsOf(names, count) {
  const pages = Array.from({ length: count }, () => ({}));
  for (const [name, values] of Object.entries(names)) {
    for (const [value, numbers] of Object.entries(values)) {
      for (const number of unstepped(numbers)) (pages[number][name] ??= []).push(value);
    }
  }
  return pages;
}
