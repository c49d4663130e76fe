// What it takes to show and rank what Pagefind found as the search's own: pure functions.
import { stem } from "./text.js";

const MOST_WORDINGS = 4;
/** Dampens the first places; the value of Cormack, Clarke and Büttcher (SIGIR 2009). */
const DAMPING = 60;

/** Joins rankings into one by reciprocal ranks: lists of keys, best first, each list with a weight. */
export function fused(rankings) {
  const scores = new Map();
  for (const { keys, weight } of rankings) {
    for (const [place, key] of keys.entries()) {
      scores.set(key, (scores.get(key) ?? 0) + weight / (DAMPING + place));
    }
  }
  return [...scores].sort(([, a], [, b]) => b - a).map(([key]) => key);
}

/** Gives the texts to look for: what was typed, then each phrase in other words that mean the same. */
export function wordings(units) {
  const said = units.map(({ ways }) => ways[0].words.join(" "));
  const others = units.flatMap(({ ways }, i) => ways.slice(1).map(({ words }) => said.with(i, words.join(" "))));
  return [said, ...others].slice(0, MOST_WORDINGS).map((parts) => parts.join(" "));
}

/** Tells words that match from those that don't, as the sets of `marked` do. */
export function likeAny(units) {
  const said = units.flatMap(({ ways }) => ways.flatMap(({ words }) => words)).filter((word) => word.length > 1);
  const stems = new Set(said.map(stem));
  return { has: (word) => stems.has(stem(word)) || said.some((each) => word.startsWith(each)) };
}

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#x27;": "'", "&amp;": "&" };

/** Takes the marks out of an excerpt's HTML: lists of `[stretch, isMatch]`. */
export function stretches(html) {
  const plain = (text) => text.replace(/&(?:lt|gt|quot|#39|#x27|amp);/g, (entity) => ENTITIES[entity]);
  const parts = html.split(/<\/?mark>/).map((text, i) => [plain(text), i % 2 === 1]);
  return parts.filter(([text]) => text);
}
