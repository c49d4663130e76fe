// How well pages match a query: what the search over a small site and that over a large one share.
import { scoreAll, TUNING } from "./tier.js";
import { indexWords, isStopWord } from "./text.js";

/** Pages that match a part of the query follow if they score this share of the best. */
const FOLLOWING = 0.3;

/** Scores a tier's documents by the best of a unit's ways to be said; the words that match go into `terms`. */
export function scoreUnit(tier, { ways, isLast }, terms, spelled) {
  const scores = new Map();
  for (const { words, weight } of ways) {
    for (const [id, score] of scoreAll(tier, words, isLast, terms, spelled)) {
      scores.set(id, Math.max(scores.get(id) ?? 0, score * weight));
    }
  }
  return scores;
}

/** Adds up what each unit found among `count` pages: entries of `{page, score, covered}`, by page. */
export function summed(matches, count) {
  const found = new Map();
  let total = 0;
  for (const match of matches) {
    const rarity = Math.log(1 + count / match.pages.size);
    total += rarity;
    for (const [page, score] of match.pages) {
      const entry = found.get(page) ?? { page, score: 0, covered: 0, rarity: 0 };
      entry.score += score;
      entry.covered += 1;
      entry.rarity += rarity;
      found.set(page, entry);
    }
  }
  for (const entry of found.values()) entry.score *= (entry.rarity / total) ** TUNING.coverage;
  return found;
}

/** What a page's score is multiplied by for its title: how much of the query stands in it, and of it in the query. */
export function titleBonus(page, units, matches) {
  const title = (page.words ??= indexWords(page.title).filter((word) => !isStopWord(word)));
  const shared = title.filter((word) => matches.some(({ terms }) => terms.has(word))).length;
  const inTitle = matches.filter(({ terms }) => title.some((word) => terms.has(word))).length;
  const cover = inTitle / Math.max(1, units.length);
  return 1 + TUNING.title * cover * cover * (0.6 + (0.4 * shared) / Math.max(1, title.length));
}

export const byScore = (one, other) => other.score - one.score || one.page - other.page;

/** Keeps pages that match everything, and of the others those that come close; both best first. */
export function cut(pages, known) {
  const isFull = ({ covered }) => covered === known.length;
  const isPartial = known.length > 1 && !pages.some(isFull);
  const best = pages[0]?.score ?? 0;
  return { pages: pages.filter((page) => isFull(page) || page.score > best * FOLLOWING), isPartial };
}

/** Of each kind of filter a page must have one of the values. */
export function passes(page, filters) {
  const kinds = grouped(filters, ({ name }) => name);
  return [...kinds].every(([name, allowed]) => {
    const values = [page[name] ?? []].flat();
    return allowed.some(({ value }) => values.includes(value));
  });
}

export function grouped(items, key) {
  const groups = new Map();
  for (const item of items) {
    const name = key(item);
    if (groups.has(name)) groups.get(name).push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

/** Counts pages by each value that they could be filtered by. */
export function countFacets(facets, pages) {
  const counts = {};
  for (const name of Object.keys(facets)) {
    counts[name] = {};
    for (const page of pages) {
      for (const value of [page[name] ?? []].flat()) counts[name][value] = (counts[name][value] ?? 0) + 1;
    }
  }
  return counts;
}
