// What was searched before, kept in this browser only.

const RECENT_KEY = "canon.recent";
const MOST_RECENT = 5;

export function recent() {
  try {
    return JSON.parse(localStorage.getItem(RECENT_KEY)) ?? [];
  } catch {
    return [];
  }
}

export function remember(query) {
  const kept = [query, ...recent().filter((other) => other !== query)].slice(0, MOST_RECENT);
  try {
    localStorage.setItem(RECENT_KEY, JSON.stringify(kept));
  } catch {}
}
