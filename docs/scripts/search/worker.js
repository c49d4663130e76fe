// Answers queries off the main thread. Takes `{id, query}` and answers each, perhaps twice: from the
// titles, and again once the sections have come. Excerpts follow when they have been fetched.
import { Engine } from "./engine.js";
import { excerpt, marked } from "./excerpts.js";
import { load, port } from "./files.js";
import { countFacets } from "./ranking.js";

const MOST_PAGES = 20;
const WITH_EXCERPTS = 5;

let latest = -1;
const texts = new Map();
const ready = load("titles.json").then((titles) => new Engine(titles));
self.addEventListener("unhandledrejection", () => port.postMessage({ type: "failed" }));
ready.then((engine) => port.postMessage({ type: "ready", facets: engine.facets, pages: engine.pages.length }));
const complete = ready.then(async (engine) => {
  engine.addSections(await load("sections.json"));
  return engine;
});

port.addEventListener("message", async ({ data: { id, query } }) => {
  latest = id;
  const engine = await ready;
  // Keys that were pressed meanwhile wait in line: only the last is worth an answer.
  await new Promise((resolve) => setTimeout(resolve));
  if (id !== latest) return;
  if (!engine.sections) {
    answer(engine, id, query, false);
    await complete;
    if (id !== latest) return;
  }
  const found = answer(engine, id, query, true);
  await addExcerpts(engine, id, found);
});

function answer(engine, id, query, isComplete) {
  const found = engine.search(query);
  const shown = found.pages.slice(0, MOST_PAGES).map((each) => show(engine, each, found.terms));
  const nearest = found.unknown.map((word) => [word, engine.titles.nearest(word)]);
  const { asked, isPartial } = found;
  const urls = found.pages.map(({ page }) => engine.pages[page].url);
  const counts = countFacets(engine.facets, found.pages.map(({ page }) => engine.pages[page]));
  port.postMessage({ type: "found", id, query, isComplete, isPartial, asked, nearest, counts, total: found.pages.length, pages: shown, urls });
  return found;
}

function show(engine, { page, sections }, terms) {
  const { url, title, summary, category, level } = engine.pages[page];
  const within = (sections ?? []).map(({ section }) => {
    const [, anchor, heading] = engine.sectionList[section];
    return { section, anchor, heading: marked(heading, terms) };
  });
  return { page, url, level, category, title: marked(title, terms), summary: marked(summary, terms), sections: within };
}

async function addExcerpts(engine, id, { pages, terms }) {
  for (const { page, sections } of pages.slice(0, WITH_EXCERPTS)) {
    if (!sections?.length) continue;
    if (!texts.has(page)) texts.set(page, load(`text/${page}.json`).catch(() => ({})));
    const text = await texts.get(page);
    if (id !== latest) return;
    const excerpts = sections.map(({ section }) => {
      const anchor = engine.sectionList[section][1];
      return { section, excerpt: excerpt(text[anchor] ?? "", terms) };
    });
    port.postMessage({ type: "excerpts", id, page, excerpts });
  }
}
