// Writes Pagefind's index of the site's pages into a folder, without the interface that it brings.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { close, createIndex } from "pagefind";

const UNUSED = /-ui\.|-worker\.|-highlight\.|\.unknown\./;
const FILTERS = ["level", "category", "round", "tradeoff", "deck"];

/** Two indexes: `titles`, small enough to answer first, and `bodies` with the sections. */
export async function writePagefind(folder, pages) {
  await writeIndex(join(folder, "titles"), pages, titleHtml);
  await writeIndex(join(folder, "bodies"), pages, ({ sections }) => sections.map(sectionHtml).join(""));
  await close();
}

async function writeIndex(folder, pages, bodyOf) {
  const { index } = await createIndex({ forceLanguage: "en" });
  for (const page of pages) {
    const { errors } = await index.addHTMLFile({ url: `/${page.url}`, content: html(page, bodyOf(page)) });
    if (errors.length) throw new Error(`${page.url}: ${errors.join(" ")}`);
  }
  await index.writeFiles({ outputPath: folder });
  await index.deleteIndex();
  for (const name of readdirSync(folder).filter((name) => UNUSED.test(name))) rmSync(join(folder, name));
}

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

/** A value that Pagefind keeps for a page, or finds it by; an attribute of its own may hold commas. */
const kept = (kind, name, value) => `<meta data-pagefind-${kind}="${name}[content]" content="${escaped(value)}">`;

function html(page, body) {
  const { title, summary, level, category } = page;
  const shown = Object.entries({ title, summary, level, category }).filter(([, value]) => value);
  const metas = shown.map(([name, value]) => kept("meta", name, value));
  const filters = FILTERS.flatMap((name) => [page[name]].flat().filter(Boolean).map((value) => kept("filter", name, value)));
  const head = [...metas, ...filters].join("");
  return `<html lang="en"><head>${head}</head><body><h1>${escaped(title)}</h1>${body}</body></html>`;
}

function titleHtml({ aliases, summary, about }) {
  const named = `<p data-pagefind-weight="5">${escaped(aliases.join(" . "))}</p>`;
  return `${named}<p>${escaped(summary)}</p><p data-pagefind-weight="0.5">${escaped(about)}</p>`;
}

function sectionHtml({ anchor, heading, text }) {
  return (anchor ? `<h2 id="${escaped(anchor)}">${escaped(heading)}</h2>` : "") + `<p>${escaped(text)}</p>`;
}
