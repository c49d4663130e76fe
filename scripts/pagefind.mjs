// Writes Pagefind's index of the site's pages into a folder, without the interface that it brings.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { close, createIndex } from "pagefind";

const UNUSED = /-ui\.|-worker\.|-highlight\.|\.unknown\./;
const FILTERS = ["level", "category", "round", "tradeoff", "deck"];

/** Indexes the sections; titles, summaries and aliases have an index of our own. */
export async function writePagefind(folder, pages) {
  const { index } = await createIndex({ forceLanguage: "en" });
  for (const page of pages) {
    const { errors } = await index.addHTMLFile({ url: `/${page.url}`, content: html(page) });
    if (errors.length) throw new Error(`${page.url}: ${errors.join(" ")}`);
  }
  await index.writeFiles({ outputPath: folder });
  await close();
  for (const name of readdirSync(folder).filter((name) => UNUSED.test(name))) rmSync(join(folder, name));
}

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

/** A value that Pagefind keeps for a page, or finds it by; an attribute of its own may hold commas. */
const kept = (kind, name, value) => `<meta data-pagefind-${kind}="${name}[content]" content="${escaped(value)}">`;

function html(page) {
  const { title, summary, level, category } = page;
  const shown = Object.entries({ title, summary, level, category }).filter(([, value]) => value);
  const metas = shown.map(([name, value]) => kept("meta", name, value));
  const filters = FILTERS.flatMap((name) => [page[name]].flat().filter(Boolean).map((value) => kept("filter", name, value)));
  const body = page.sections.map(sectionHtml).join("");
  const head = [...metas, ...filters].join("");
  return `<html lang="en"><head>${head}</head><body><h1>${escaped(title)}</h1>${body}</body></html>`;
}

function sectionHtml({ anchor, heading, text }) {
  return (anchor ? `<h2 id="${escaped(anchor)}">${escaped(heading)}</h2>` : "") + `<p>${escaped(text)}</p>`;
}
