// The worker of a site that is too large to be searched in the reader's memory; it speaks as
// worker.js does. Pagefind fetches only those parts of its index that a query needs and answers
// first. Where the titles are small enough they come afterwards, and add typos to the ranking.
import { Engine } from "./engine.js";
import { marked } from "./excerpts.js";
import { fused, likeAny, stretches, wordings } from "./fusion.js";
import { parse } from "./query.js";

const MOST_PAGES = 20;
/** Every page of Pagefind's that is shown is a file to fetch. */
const FIRST_PAGES = 3;
const MOST_FETCHED = 10;
const MOST_SECTIONS = 3;
/** Milliseconds to wait for the next key: each other word is a part of the index to fetch. */
const PAUSE = 100;
/** What a place in the ranking by titles counts, against one by bodies. */
const TITLES = 2;

const load = (name) => fetch(name, { cache: "no-cache" }).then((answer) => answer.json());
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
/** The filters as Pagefind takes them: of each kind one of the values. */
function shape(filters) {
  const any = (name) => filters.filter((each) => each.name === name).map(({ value }) => value);
  return Object.fromEntries(filters.map(({ name }) => [name, { any: any(name) }]));
}

let latest = -1;
let titles = null;
const names = load("names.json");
const pagefind = import(new URL("pagefind/pagefind.js", self.location)).then((module) => module.createInstance());
names.then(({ facets, pages }) => postMessage({ type: "ready", facets, pages }));

self.addEventListener("message", async ({ data: { id, query } }) => {
  latest = id;
  const { facets, groups } = await names;
  const asked = { id, query, ...parse(query, groups, facets) };
  if (asked.text && !asked.units.length) return show(asked, { hits: [], isComplete: true });
  if (titles) show(asked, { hits: [], isComplete: false });
  await pause(PAUSE);
  if (id === latest && !titles) show(asked, { ...(await first(asked)), isComplete: false });
  if (id === latest) await showAll(asked);
  if (!titles && (await names).titles) {
    titles = new Engine(await load("titles.json"));
    if (asked.id === latest) await showAll(asked);
  }
});

async function showAll(asked) {
  const everything = await all(asked);
  if (asked.id === latest) show(asked, { ...everything, isComplete: true });
}

/** Looks for one text: `{results, filters}` as Pagefind gives them. */
async function find(text, filters) {
  return (await pagefind).search(text || null, { filters: shape(filters) });
}

const fetched = (results, count) => Promise.all(results.slice(0, count).map((result) => result.data()));

/** What the words that were typed find, as soon as possible. */
async function first({ units, filters }) {
  const { results } = await find(wordings(units)[0], filters);
  return { hits: await fetched(results, FIRST_PAGES), total: results.length, counts: {} };
}

/** What all wordings find; if nothing has all of the words, what has some. */
async function all({ units, filters }) {
  await (await pagefind).filters();
  let found = await findEach(wordings(units), filters);
  const isPartial = !found.some(({ results }) => results.length) && units.length > 1;
  if (isPartial) found = await findEach(units.map((unit) => unit.ways[0].words.join(" ")), filters);
  const byId = new Map(found.flatMap(({ results }) => results).map((result) => [result.id, result]));
  const ranking = fused(found.map(({ results }) => ({ keys: results.map(({ id }) => id), weight: 1 })));
  const hits = await fetched(ranking.map((id) => byId.get(id)), MOST_FETCHED);
  return { hits, total: byId.size, counts: found[0].filters, isPartial: isPartial && byId.size > 0 };
}

const findEach = (texts, filters) => Promise.all(texts.map((text) => find(text, filters)));

/** Posts what was found, joined with what the titles say. */
function show({ id, query, ...asked }, { hits, total = 0, counts = {}, isPartial = false, isComplete }) {
  const terms = likeAny(asked.units);
  const known = titles?.search(query) ?? { pages: [], unknown: [] };
  const pages = new Map(known.pages.slice(0, MOST_PAGES).map(({ page }) => [titles.pages[page].url, titles.pages[page]]));
  const byTitle = [...pages.keys()];
  for (const hit of hits) pages.set(hit.raw_url.slice(1), { url: hit.raw_url.slice(1), ...hit.meta, sections: sectionsOf(hit) });
  const ranking = fused([
    { keys: byTitle, weight: TITLES },
    { keys: hits.map((hit) => hit.raw_url.slice(1)), weight: 1 },
  ]);
  const shown = ranking.slice(0, MOST_PAGES).map((url) => view(pages.get(url), terms));
  total = Math.max(total, known.pages.length);
  const nearest = total ? [] : known.unknown.map((word) => [word, titles.nearest(word)]);
  postMessage({ type: "found", id, query, isComplete, isPartial, asked, nearest, counts, total, pages: shown });
  for (const page of shown) postMessage({ type: "excerpts", id, page: page.url, excerpts: page.sections });
}

function view({ url, title, summary = "", level, category, sections = [] }, terms) {
  const headed = sections.map((section) => ({ ...section, heading: marked(section.heading, terms) }));
  return { page: url, url, level, category, title: marked(title, terms), summary: marked(summary, terms), sections: headed };
}

/** A page's sections in which most words were found. */
function sectionsOf({ raw_url, sub_results }) {
  const anchored = sub_results.filter(({ anchor }) => anchor?.id);
  anchored.sort((a, b) => b.locations.length - a.locations.length);
  return anchored.slice(0, MOST_SECTIONS).map(({ title, anchor, excerpt }) => {
    return { section: raw_url + anchor.id, anchor: anchor.id, heading: title, excerpt: stretches(excerpt) };
  });
}
