// Makes the search: reads the site's text from standard input as JSON, writes the two indexes and the
// two scripts that readers load to standard output. See hooks/canon/search.py for the shapes.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import MiniSearch from "minisearch";
import { writePagefind } from "./pagefind.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const SOURCES = join(ROOT, "docs", "scripts", "search");
/** Scores are sent as whole numbers of this share; they reach some 100. */
const FINENESS = 10;
const { OPTIONS, tierOf } = await import(join(SOURCES, "engine.js"));
const { TUNING } = await import(join(SOURCES, "tier.js"));
const { shardOf, steps } = await import(join(SOURCES, "shards.js"));
const { phraseOf } = await import(join(SOURCES, "query.js"));
const { queryWords } = await import(join(SOURCES, "text.js"));

function indexOf(name, documents) {
  const index = new MiniSearch(OPTIONS[name]);
  index.addAll(documents);
  return index.toJSON();
}

const shown = ({ url, title, summary, category, level }) => ({ url, title, summary, category, level });

function titlesIndex({ pages }) {
  return indexOf("titles", pages.map((page, id) => ({ id, ...page, aliases: page.aliases.join(" . ") })));
}

function titles(site) {
  const pages = site.pages.map((page) => ({ ...shown(page), round: page.round, tradeoff: page.tradeoff, deck: page.deck }));
  return { pages, groups: site.groups.map((group) => group.map(wordsOf)), facets: site.facets, index: titlesIndex(site) };
}

/** A phrase as the query sees it: hyphenated words in parts. */
function wordsOf(phrase) {
  return phraseOf(queryWords(phrase).flatMap(({ word, parts }) => (parts.length ? parts : [word])));
}

function sections({ pages }) {
  const all = pages.flatMap((page, place) => page.sections.map((section) => ({ page: place, ...section })));
  const documents = all.map(({ heading, text }, id) => ({ id, heading, text }));
  const shown = all.map(({ page, anchor, heading }) => [page, anchor, heading]);
  return { sections: shown, index: indexOf("sections", documents) };
}

async function script(name) {
  const options = { bundle: true, minify: true, write: false, format: "iife", target: "es2022", legalComments: "inline" };
  const made = await build({ ...options, entryPoints: [join(SOURCES, name)], nodePaths: [join(ROOT, "node_modules")] });
  return made.outputFiles[0].text;
}

async function small(site) {
  return {
    "titles.json": JSON.stringify(titles(site)),
    "sections.json": JSON.stringify(sections(site)),
    "worker.js": await script("worker.js"),
  };
}

/** Past a size titles come in shards, and Pagefind has the sections. */
async function large(site) {
  await writePagefind(site.pagefind, site.pages);
  const shards = shardsOf(site);
  const groups = site.groups.map((group) => group.map(wordsOf));
  const names = { groups, facets: site.facets, pages: site.pages.length, shards: [...shards.keys()] };
  return {
    "names.json": JSON.stringify(names),
    "facets.json": JSON.stringify(pagesByFacet(site)),
    ...Object.fromEntries([...shards].map(([name, shard]) => [`shards/${name}.json`, JSON.stringify(shard)])),
    ...Object.fromEntries(site.pages.map((page, number) => [`pages/${number}.json`, JSON.stringify(shown(page))])),
    "worker.js": await script("large.js"),
  };
}

/** Each word of the titles' index with the pages that it finds, as distances, and what they score for it. */
function shardsOf(site) {
  const tier = tierOf("titles", titlesIndex(site));
  const shards = new Map();
  for (const term of tier.terms.keys()) {
    const found = tier.scoreTerm(term).sort(([one], [other]) => one - other);
    const scores = found.map(([page, score]) => Math.round(FINENESS * score * (site.pages[page].level ? 1 : TUNING.other)));
    const name = shardOf(term);
    if (!shards.has(name)) shards.set(name, {});
    shards.get(name)[term] = [steps(found.map(([page]) => page)), scores];
  }
  return shards;
}

function pagesByFacet({ pages, facets }) {
  const numbers = (name, value) => pages.flatMap((page, number) => ([page[name]].flat().includes(value) ? [number] : []));
  const byValue = (name) => Object.fromEntries(facets[name].map(([value]) => [value, steps(numbers(name, value))]));
  return Object.fromEntries(Object.keys(facets).map((name) => [name, byValue(name)]));
}

const site = JSON.parse(readFileSync(0, "utf8"));
const files = { ...(await (site.pagefind ? large(site) : small(site))), "dialog.js": await script("dialog.js") };
process.stdout.write(JSON.stringify(files));
