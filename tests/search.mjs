// Answers queries as the worker does, without a browser: reads `{data, queries}`, writes for each query
// the addresses of the pages found, best first.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Engine } from "../docs/scripts/search/engine.js";

const { data, queries } = JSON.parse(readFileSync(0, "utf8"));
const read = (name) => JSON.parse(readFileSync(join(data, name), "utf8"));
const engine = new Engine(read("titles.json"));
engine.addSections(read("sections.json"));
const found = queries.map((query) => engine.search(query).pages.map(({ page }) => engine.pages[page].url));
process.stdout.write(JSON.stringify(found));
