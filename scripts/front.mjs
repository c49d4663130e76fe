// Makes what readers' browsers load: one style sheet without rules that no page uses, and scripts put
// together from their parts. Reads `{styles, words, scripts}`, writes `{path: text}`.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { PurgeCSS } from "purgecss";

const SOURCES = join(dirname(fileURLToPath(import.meta.url)), "..", "docs", "scripts");

/** Diagrams on the pages use ours; the theme's are used by style sheets only. */
const OURS = /^--(?!md-)/;

async function styles(css, words) {
  const options = { content: [{ raw: words.join(" "), extension: "txt" }], css: [{ raw: css }], variables: true, safelist: { variables: [OURS] } };
  const [{ css: used }] = await new PurgeCSS().purge(options);
  return (await transform(used, { loader: "css", minify: true, legalComments: "none" })).code;
}

async function script(name) {
  const made = await build({ entryPoints: [join(SOURCES, name)], bundle: true, minify: true, write: false, format: "iife", target: "es2022" });
  return made.outputFiles[0].text;
}

const request = JSON.parse(readFileSync(0, "utf8"));
const files = { "styles/canon.css": await styles(request.styles, request.words) };
for (const name of request.scripts) files[`scripts/${name}`] = await script(name);
process.stdout.write(JSON.stringify(files));
