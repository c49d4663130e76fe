// Answers queries by titles as the worker of a large site does first: reads `{data, queries}`, writes for
// each query `{urls, files}`: the pages found, best first, and what was fetched for it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "../docs/scripts/search/query.js";
import { Titles } from "../docs/scripts/search/shards.js";

const { data, queries } = JSON.parse(readFileSync(0, "utf8"));
const read = (name) => JSON.parse(readFileSync(join(data, name), "utf8"));
const names = read("names.json");

async function answer(query) {
  const files = [];
  const load = async (name) => {
    files.push(name);
    return read(name);
  };
  const { pages } = await new Titles(names, load).search(parse(query, names.groups, names.facets));
  return { urls: pages.map(({ url }) => url), files };
}

const answers = [];
for (const query of queries) answers.push(await answer(query));
process.stdout.write(JSON.stringify(answers));
