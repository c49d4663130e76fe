// The worker of a site that is too large to be searched in the reader's memory; it speaks as worker.js
// does. Titles answer first, of which it fetches only the shards that a query needs; then Pagefind fetches
// what it needs of the bodies, after the first answer because it takes a slow phone a second to start.
// A worker has the policy that it is served with, not its page's, so that WebAssembly needs no leave.
import { marked } from "./excerpts.js";
import { load } from "./files.js";
import { fused, likeAny, stretches, wordings } from "./fusion.js";
import { parse } from "./query.js";
import { countFacets } from "./ranking.js";
import { Titles } from "./shards.js";

const MOST_PAGES = 20;
/** Every page of Pagefind's that is shown is a file to fetch; those of bodies are long. */
const MOST_FETCHED = 10;
const MOST_SECTIONS = 3;
/** Milliseconds to wait for the next key: each other word is a part of the index to fetch. */
const PAUSE = 100;
const NOTHING = { pages: [], numbers: [], unknown: [], isPartial: false };
/** What a place in a ranking by titles counts, against one by bodies. */
const TITLES = 2;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
/** The filters as Pagefind takes them: of each kind one of the values. */
function shape(filters) {
  const any = (name) => filters.filter((each) => each.name === name).map(({ value }) => value);
  return Object.fromEntries(filters.map(({ name }) => [name, { any: any(name) }]));
}

let latest = -1;
let bodies = null;
const names = load("names.json");
const titles = names.then((all) => new Titles(all, load));
const fail = () => postMessage({ type: "failed" });
self.addEventListener("unhandledrejection", fail);
names.then(({ facets, pages }) => postMessage({ type: "ready", facets, pages }));

// What fails for an earlier query says nothing of the answer that is shown.
self.addEventListener("message", ({ data }) => answer(data).catch(() => data.id === latest && fail()));

async function answer({ id, query }) {
  latest = id;
  const { facets, groups } = await names;
  // Keys that were pressed meanwhile wait in line: only the last is worth an answer.
  await pause(0);
  if (id !== latest) return;
  const asked = { id, query, ...parse(query, groups, facets) };
  const isNothing = asked.text && (!asked.units.length || asked.text.length < 2);
  if (isNothing) return show(asked, NOTHING, { isComplete: true });
  const named = await (await titles).search(asked);
  if (id === latest) await show(asked, named, { isComplete: false });
  await pause(PAUSE);
  if (id === latest) await showAll(asked, named, facets);
}

async function showAll(asked, named, facets) {
  const byPage = await (await titles).facets();
  const counts = countFacets(facets, named.numbers.map((page) => byPage[page]));
  const within = asked.text ? await searchBodies(asked) : {};
  if (asked.id === latest) await show(asked, named, { ...within, counts, isComplete: true });
}

/** Pagefind, started once; if that fails, again when it is needed again. */
function pagefind() {
  bodies ??= startPagefind();
  bodies.catch(() => (bodies = null));
  return bodies;
}

async function startPagefind() {
  const folder = new URL("pagefind/", self.location);
  const { createInstance } = await import(new URL("pagefind.js", folder));
  return createInstance({ basePath: folder.pathname });
}

/** Looks for one text: `{results}` as Pagefind gives them. */
async function find(text, filters) {
  return (await pagefind()).search(text, { filters: shape(filters) });
}

const fetched = (results) => Promise.all(results.slice(0, MOST_FETCHED).map((result) => result.data()));

/** What all wordings find in the bodies; if nothing has all of the words, what has some. */
async function searchBodies({ units, filters }) {
  let found = await findEach(wordings(units), filters);
  const isPartial = !found.some(({ results }) => results.length) && units.length > 1;
  if (isPartial) found = await findEach(units.map((unit) => unit.ways[0].words.join(" ")), filters);
  const byId = new Map(found.flatMap(({ results }) => results).map((result) => [result.id, result]));
  const ranking = fused(found.map(({ results }) => ({ keys: results.map(({ id }) => id), weight: 1 })));
  const hits = await fetched(ranking.map((id) => byId.get(id)));
  return { hits, total: byId.size, isPartial };
}

const findEach = (texts, filters) => Promise.all(texts.map((text) => find(text, filters)));

/** Posts what was found by titles and by bodies, if they have been searched. */
async function show({ id, query, ...asked }, named, { hits = [], total = 0, counts = {}, isPartial = true, isComplete }) {
  const shown = ranked(named.pages, hits.map(pageOf)).map((page) => view(page, likeAny(asked.units)));
  total = Math.max(total, named.numbers.length);
  const { tier } = await titles;
  const nearest = total ? [] : named.unknown.map((word) => [word, tier.nearest(word)]);
  isPartial = isPartial && named.isPartial;
  postMessage({ type: "found", id, query, isComplete, isPartial, asked, nearest, counts, total, pages: shown, urls: shown.map(({ url }) => url) });
  for (const page of shown) postMessage({ type: "excerpts", id, page: page.url, excerpts: page.sections });
}

/** Ranks pages by both rankings together. What bodies tell of a page has its sections too. */
function ranked(named, within) {
  const pages = new Map([...named, ...within].map((page) => [page.url, page]));
  const keys = (list) => list.map(({ url }) => url);
  const ranking = fused([{ keys: keys(named), weight: TITLES }, { keys: keys(within), weight: 1 }]);
  return ranking.slice(0, MOST_PAGES).map((url) => pages.get(url));
}

const pageOf = (hit) => ({ url: hit.raw_url.slice(1), ...hit.meta, sections: sectionsOf(hit) });

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
