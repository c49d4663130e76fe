// The worker of a site that is too large to be searched in the reader's memory; it speaks as
// worker.js does. Pagefind fetches only those parts of its two indexes that a query needs: of titles
// for a first answer, then of bodies. Where titles.json is small enough it comes last, and adds typos.
// A worker has the policy that it is served with, not its page's, so that WebAssembly needs no leave.
import { Engine } from "./engine.js";
import { marked } from "./excerpts.js";
import { fused, likeAny, stretches, wordings } from "./fusion.js";
import { parse } from "./query.js";

const MOST_PAGES = 20;
/** Every page of Pagefind's that is shown is a file to fetch; those of bodies are long. */
const MOST_FETCHED = 10;
const MOST_SECTIONS = 3;
/** Milliseconds to wait for the next key: each other word is a part of the index to fetch. */
const PAUSE = 100;
/** What a place in a ranking by titles counts, against one by bodies. */
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
const pagefind = import(new URL("pagefind/titles/pagefind.js", self.location));
const indexes = new Map();
self.addEventListener("unhandledrejection", () => postMessage({ type: "failed" }));
names.then(({ facets, pages }) => postMessage({ type: "ready", facets, pages }));

self.addEventListener("message", async ({ data: { id, query } }) => {
  latest = id;
  const { facets, groups } = await names;
  const asked = { id, query, ...parse(query, groups, facets) };
  const isNothing = asked.text && (!asked.units.length || asked.text.length < 2);
  if (isNothing) return show(asked, { isComplete: true });
  if (titles) show(asked, { isComplete: false });
  await pause(PAUSE);
  if (id === latest && !titles) {
    const { hits, ...counted } = await search("titles", asked);
    show(asked, { ...counted, named: hits, isComplete: false });
  }
  if (id === latest) await showAll(asked);
  if (!titles && (await names).titles) {
    titles = new Engine(await load("titles.json"));
    if (id === latest) await showAll(asked);
  }
});

async function showAll(asked) {
  // With these Pagefind counts the pages of each filter, for the chips.
  await (await indexNamed("titles")).filters();
  const named = await search("titles", asked);
  const bodies = asked.text ? await search("bodies", asked) : { hits: [], total: 0, isPartial: false };
  if (asked.id !== latest) return;
  const total = Math.max(named.total, bodies.total);
  const isPartial = bodies.isPartial && named.isPartial;
  show(asked, { named: named.hits, bodies: bodies.hits, counts: named.counts, total, isPartial, isComplete: true });
}

function indexNamed(name) {
  const basePath = new URL(`pagefind/${name}/`, self.location).pathname;
  if (!indexes.has(name)) indexes.set(name, pagefind.then((module) => module.createInstance({ basePath })));
  return indexes.get(name);
}

/** Looks for one text: `{results, filters}` as Pagefind gives them. */
async function find(name, text, filters) {
  return (await indexNamed(name)).search(text || null, { filters: shape(filters) });
}

const fetched = (results) => Promise.all(results.slice(0, MOST_FETCHED).map((result) => result.data()));

/** What all wordings find in one index; if nothing has all of the words, what has some. */
async function search(name, { units, filters }) {
  let found = await findEach(name, wordings(units), filters);
  const isPartial = !found.some(({ results }) => results.length) && units.length > 1;
  if (isPartial) found = await findEach(name, units.map((unit) => unit.ways[0].words.join(" ")), filters);
  const byId = new Map(found.flatMap(({ results }) => results).map((result) => [result.id, result]));
  const ranking = fused(found.map(({ results }) => ({ keys: results.map(({ id }) => id), weight: 1 })));
  const hits = await fetched(ranking.map((id) => byId.get(id)));
  return { hits, total: byId.size, counts: found[0].filters, isPartial };
}

const findEach = (name, texts, filters) => Promise.all(texts.map((text) => find(name, text, filters)));

/** Posts what was found by titles, by bodies and by titles.json, if it has come. */
function show({ id, query, ...asked }, { named = [], bodies = [], total = 0, counts = {}, isPartial = false, isComplete }) {
  const known = titles?.search(query) ?? { pages: [], unknown: [] };
  const shown = ranked(known, named, bodies).map((page) => view(page, likeAny(asked.units)));
  total = Math.max(total, known.pages.length);
  const nearest = total ? [] : known.unknown.map((word) => [word, titles.nearest(word)]);
  postMessage({ type: "found", id, query, isComplete, isPartial: isPartial && total > 0, asked, nearest, counts, total, pages: shown, urls: shown.map(({ url }) => url) });
  for (const page of shown) postMessage({ type: "excerpts", id, page: page.url, excerpts: page.sections });
}

function ranked(known, named, bodies) {
  const own = known.pages.slice(0, MOST_PAGES).map(({ page }) => titles.pages[page]);
  const lists = [own, named.map(pageOf), bodies.map(pageOf)];
  // Our own ranking by titles knows all that Pagefind's does.
  const weights = [TITLES, titles ? 0 : TITLES, 1];
  const pages = new Map(lists.flat().map((page) => [page.url, page]));
  const ranking = fused(lists.map((list, i) => ({ keys: list.map(({ url }) => url), weight: weights[i] })));
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
