// What the dialog says of an answer, in one line.

export const shortened = (word) => (word.length > 30 ? `${word.slice(0, 30)}…` : word);

export function said({ total, nearest, isPartial, isComplete, pages, asked }) {
  const unknown = nearest.map(([word]) => `“${shortened(word)}”`).join(", ");
  if (asked.unread.length && !asked.text) return "Choose one, or type on.";
  if (asked.text && !asked.units.length) return "Nothing found: no English word of the subject, or only such as stand on every page.";
  if (!total && asked.text.length < 2) return "Type on.";
  if (!total && !isComplete) return "Looking into the pages…";
  if (!total) return `Nothing found${unknown ? ` for ${unknown}` : ""}. Other endings, spellings and names were tried too.`;
  const count = `${total} page${total === 1 ? "" : "s"}`;
  const shown = pages.length < total ? `, the ${asked.text ? "best" : "first"} ${pages.length} shown` : "";
  const cut = asked.isCut ? ". Only the first words were looked for" : "";
  if (unknown) return `${count} without ${unknown}, which stands on no page${shown}${cut}`;
  return (isPartial ? `No page has all of these words; ${count} with some${shown}` : count + shown) + cut;
}
