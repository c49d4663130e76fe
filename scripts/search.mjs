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
const { OPTIONS } = await import(join(SOURCES, "engine.js"));
const { isStopWord, queryWords } = await import(join(SOURCES, "text.js"));

function indexOf(name, documents) {
  const index = new MiniSearch(OPTIONS[name]);
  index.addAll(documents);
  return index.toJSON();
}

function titles({ pages, groups, facets }) {
  const documents = pages.map((page, id) => ({ id, ...page, aliases: page.aliases.join(" . ") }));
  const shown = pages.map(({ url, title, summary, category, level, round, tradeoff, deck }) => {
    return { url, title, summary, category, level, round, tradeoff, deck };
  });
  return { pages: shown, groups: groups.map((group) => group.map(wordsOf)), facets, index: indexOf("titles", documents) };
}

/** A phrase as the query sees it: hyphenated words in parts, stop words left out. */
function wordsOf(phrase) {
  const words = queryWords(phrase).flatMap(({ word, parts }) => (parts.length ? parts : [word]));
  const kept = words.filter((word) => !isStopWord(word));
  return kept.length ? kept : words;
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

/** Past a size Pagefind has the sections, and past another the titles too. */
async function large(site) {
  await writePagefind(site.pagefind, site.pages);
  const groups = site.groups.map((group) => group.map(wordsOf));
  const names = { groups, facets: site.facets, pages: site.pages.length, titles: site.has_titles };
  return {
    "names.json": JSON.stringify(names),
    ...(site.has_titles && { "titles.json": JSON.stringify(titles(site)) }),
    "worker.js": await script("large.js"),
  };
}

const site = JSON.parse(readFileSync(0, "utf8"));
const files = { ...(await (site.pagefind ? large(site) : small(site))), "dialog.js": await script("dialog.js") };
process.stdout.write(JSON.stringify(files));
