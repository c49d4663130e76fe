// The search dialog: a field, filters as chips, and a list that the arrow keys walk. The field stands
// already (parts/search.js), so that nothing typed is lost while this script and the worker come.
import { startSearch } from "./client.js";
import { recent, remember } from "./recent.js";
import { said, shortened } from "./status.js";

const MOST_CHIPS = 5;

const root = new URL("..", document.currentScript.src);
const dialog = document.querySelector("dialog.search");
const field = dialog.querySelector("input");
const chips = dialog.querySelector(".search__chips");
const status = dialog.querySelector(".search__status");
const list = dialog.querySelector(".search__hits");
const more = dialog.querySelector(".search__more");

const worker = startSearch(root);
/** The list of all questions, which is a folder on a host and a file in a folder. */
const INDEX = more.href;
/** `answered` is the query that the list belongs to, `enter` a key that waits for its answer. */
const state = { id: 0, answered: 0, enter: null, facets: null, found: null, active: -1 };

function made(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

const stretches = (text) => text.map(([stretch, isMatch]) => (isMatch ? made("mark", {}, stretch) : stretch));

// The list

function option(href, className, ...children) {
  const link = made("a", { href, className: `hit ${className}`, role: "option", "aria-selected": "false", tabIndex: -1 }, ...children);
  link.id = `hit-${list.querySelectorAll("[role=option]").length}`;
  list.append(link);
  return link;
}

function ask(query) {
  field.value = query;
  field.focus();
  send();
}

function offer(query, className, ...children) {
  const link = option("#", className, ...children);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    ask(query);
  });
}

const label = (text) => list.append(made("p", { className: "search__label", role: "presentation" }, text));

function showWaysIn() {
  list.replaceChildren();
  const earlier = recent();
  if (earlier.length) label("Searched before");
  for (const query of earlier) offer(query, "hit--plain", query);
  if (!state.facets) return;
  showCategories();
  status.textContent = "Type words, an acronym or a part of a word. Narrow down with level:, round: or tradeoff:.";
}

function showCategories() {
  label("By category");
  for (const [value, title] of state.facets.category) offer(`category:${value} `, "hit--plain", title);
}

function showPage(each) {
  const { url, title, summary, sections, level, category } = each;
  const name = state.facets.category.find(([value]) => value === category)?.[1];
  const facts = [];
  if (level) facts.push(made("span", { className: `badge badge--${level}` }, level.toUpperCase()));
  if (name) facts.push(made("span", { className: "hit__category" }, name));
  const body = [made("span", { className: "hit__title" }, ...stretches(title))];
  if (facts.length) body.push(made("span", { className: "hit__facts" }, ...facts));
  body.push(made("span", { className: "hit__text" }, ...stretches(summary)));
  option(new URL(url, root), "hit--page", ...body);
  for (const { section, anchor, heading } of sections) {
    if (!anchor) continue;
    const link = option(new URL(`${url}#${anchor}`, root), "hit--section", made("span", { className: "hit__heading" }, ...stretches(heading)));
    link.dataset.section = section;
  }
}

function showFound(found) {
  const kept = state.active >= 0 ? options()[state.active]?.href : null;
  list.replaceChildren();
  for (const { name, value } of found.asked.unread) offerValues(name, value);
  for (const page of found.pages) showPage(page);
  for (const [word, words] of found.nearest) {
    for (const near of words) offer(instead(field.value, word, near), "hit--plain", `Search for “${near}” instead`);
  }
  if (!found.total) {
    for (const { name, value } of found.asked.filters) offerWithout(name, value);
    if (found.isComplete && !found.asked.unread.length) showCategories();
  }
  status.textContent = said(found);
  const again = kept ? options().findIndex((each) => each.href === kept) : -1;
  activate(again >= 0 ? again : 0);
}

/** The search knows words in small letters and without hyphens. */
function instead(query, word, near) {
  const typed = new RegExp([...word].map(escaped).join("[-\u2019']?"), "iu");
  return typed.test(query) ? query.replace(typed, near) : `${query} ${near}`;
}

/** Where a filter names no value of its kind: those that there are. */
function offerValues(name, typed) {
  const others = without(field.value, name, typed);
  label(typed ? `No ${name} is called “${shortened(typed)}”` : `Which ${name}?`);
  for (const [value, title] of state.facets[name]) offer(`${name}:${value} ${others}`, "hit--plain", title);
}

function offerWithout(name, value) {
  offer(without(field.value, name, value), "hit--plain", `Search without ${name}:${value}`);
}

// Filters

const escaped = (text) => text.replace(/[^\w-]/g, "");

function without(query, name, value) {
  const typed = new RegExp(`(^|\\s)${name}:(\\S*)`, "gi");
  return query.replace(typed, (match, _, part) => (value.startsWith(escaped(part).toLowerCase()) ? " " : match)).trimStart();
}

function showChips(found) {
  const chosen = new Set(found.asked.filters.map(({ name, value }) => `${name}:${value}`));
  const all = ["level", "round", "category"].flatMap((name) => chipsOf(name, found, chosen));
  const others = found.asked.filters.filter(({ name }) => !["level", "round", "category"].includes(name));
  chips.replaceChildren(...others.map(({ name, value }) => chip(name, value, value, true)), ...all);
}

function chipsOf(name, found, chosen) {
  const counts = found.counts[name] ?? {};
  return state.facets[name]
    .filter(([value]) => counts[value] || chosen.has(`${name}:${value}`))
    .sort(([a], [b]) => (name === "category" ? counts[b] - counts[a] : 0))
    .slice(0, MOST_CHIPS)
    .map(([value, title]) => chip(name, value, title, chosen.has(`${name}:${value}`)));
}

function chip(name, value, title, isOn) {
  const button = made("button", { type: "button", className: "chip", "aria-pressed": String(isOn) });
  // There is a category and a round of this name.
  button.textContent = name === "round" ? `${title} round` : title;
  button.addEventListener("click", () => {
    const query = without(field.value, name, value);
    ask(isOn ? query : `${name}:${value} ${query}`);
  });
  return button;
}

/** The list of all questions, narrowed down alike. */
function indexAddress(query) {
  const address = new URL(INDEX);
  let words = query;
  // Filters that were read from another query aren't this one's; the list reads them from the words.
  const filters = state.found?.query === query ? state.found.asked.filters : [];
  for (const { name, value } of filters) {
    address.searchParams.append(name, value);
    words = without(words, name, value);
  }
  if (words.trim()) address.searchParams.set("words", words.trim());
  return address;
}

// Asking and answers

function send() {
  const query = field.value;
  state.id += 1;
  state.enter = null;
  list.ariaBusy = String(Boolean(query.trim()));
  dialog.toggleAttribute("data-empty", !query.trim());
  if (query.trim()) worker.postMessage({ id: state.id, query });
  else startOver();
  more.href = indexAddress(query);
}

function startOver() {
  showWaysIn();
  activate(-1);
  chips.replaceChildren();
  state.answered = state.id;
}

const answers = {
  ready({ facets }) {
    state.facets = facets;
    if (!field.value.trim()) showWaysIn();
  },
  found(found) {
    if (found.id !== state.id) return;
    state.found = found;
    if (found.isComplete) list.ariaBusy = "false";
    showFound(found);
    showChips(found);
    more.href = indexAddress(found.query);
    if (!found.total && !found.isComplete) return;
    state.answered = found.id;
    if (state.enter) follow(options()[0], state.enter);
    state.enter = null;
  },
  failed() {
    list.ariaBusy = "false";
    status.textContent = "The search couldn't be loaded. The list of questions has everything.";
  },
  excerpts({ id, excerpts }) {
    if (id !== state.id) return;
    for (const { section, excerpt } of excerpts) {
      const hit = list.querySelector(`[data-section="${section}"]`);
      if (excerpt.length && !hit?.querySelector(".hit__text")) hit?.append(made("span", { className: "hit__text" }, ...stretches(excerpt)));
    }
  },
};
worker.addEventListener("message", ({ data }) => answers[data.type](data));
worker.addEventListener("error", () => answers.failed());

// Keys

const options = () => [...list.querySelectorAll("[role=option]")];

function activate(place) {
  const all = options();
  all[state.active]?.setAttribute("aria-selected", "false");
  state.active = all.length ? Math.max(-1, Math.min(place, all.length - 1)) : -1;
  const chosen = all[state.active];
  chosen?.setAttribute("aria-selected", "true");
  chosen?.scrollIntoView({ block: "nearest" });
  if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
  else field.removeAttribute("aria-activedescendant");
}

field.addEventListener("input", send);
field.addEventListener("keydown", (event) => {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps && !event.isComposing) {
    event.preventDefault();
    activate(Math.max(0, state.active + steps[event.key]));
  } else if (event.key === "Escape" && !event.isComposing) {
    // Browsers would only clear a search field first.
    event.preventDefault();
    // Else the hidden field keeps the focus until the next frame, and a quick `/` goes into it.
    field.blur();
    dialog.close();
  } else if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    // The list may still be that of an earlier query.
    if (state.answered === state.id) follow(options()[Math.max(0, state.active)], event);
    else state.enter = event;
  }
});

function follow(hit, { ctrlKey, metaKey, shiftKey }) {
  hit?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
}

list.addEventListener("click", (event) => {
  const hit = event.target.closest(".hit");
  if (!hit || event.defaultPrevented) return;
  remember(field.value.trim());
  if (!event.ctrlKey && !event.metaKey && !event.shiftKey) dialog.close();
});
list.addEventListener("pointermove", (event) => {
  const hit = event.target.closest("[role=option]");
  if (hit && hit.ariaSelected !== "true") activate(options().indexOf(hit));
});

send();
