// Text with the words that matched: lists of `[stretch, isMatch]`, so that no HTML is put together.
import { places } from "./text.js";

const LENGTH = 130;

/** Splits a text into stretches that matched and stretches that didn't. */
export function marked(text, terms) {
  const stretches = [];
  let at = 0;
  for (const { word, parts, start, end } of places(text)) {
    if (!terms.has(word) && !parts.some((part) => terms.has(part))) continue;
    if (start > at) stretches.push([text.slice(at, start), false]);
    stretches.push([text.slice(start, end), true]);
    at = end;
  }
  if (at < text.length) stretches.push([text.slice(at), false]);
  return stretches;
}

/** Cuts out the stretch in which the most different words match, and marks them. */
export function excerpt(text, terms) {
  const hits = [...places(text)].filter(({ word, parts }) => [word, ...parts].some((each) => terms.has(each)));
  let best = { start: 0, count: 0 };
  for (const [i, { start }] of hits.entries()) {
    const within = hits.slice(i).filter((hit) => hit.end - start < LENGTH);
    const count = new Set(within.map(({ word }) => word)).size;
    if (count > best.count) best = { start, count };
  }
  const from = wordStart(text, Math.max(0, best.start - 30));
  const to = wordEnd(text, from + LENGTH);
  const cut = marked(text.slice(from, to), terms);
  return [...(from ? [["… ", false]] : []), ...cut, ...(to < text.length ? [[" …", false]] : [])];
}

const wordStart = (text, at) => (at === 0 ? 0 : text.lastIndexOf(" ", at) + 1);
const wordEnd = (text, at) => (at >= text.length ? text.length : text.lastIndexOf(" ", at));
