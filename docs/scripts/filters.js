// Filters over a list that is all there without script: the index of questions and the brief. What is
// chosen lives in the address, so that reload, back and a copied link bring it back; the count is
// counted from what is shown.
import { BASE } from "./parts/base.js";
import { startSearch } from "./search/client.js";

const filters = document.querySelector("[data-filters]");
const scope = document.getElementById(filters.dataset.filters);
const items = [...scope.querySelectorAll("[data-item]")].map((element, place) => {
  return { element, place, home: element.parentElement };
});
const count = filters.querySelector("[data-count]");
const none = filters.querySelector("[data-none]");
const sorted = scope.querySelector("[data-sorted]");
/** Values that stand in the address and hide nothing: which level's line to show, the order. */
const NOT_FILTERS = ["for", "sort"];

const words = { query: "", urls: null, worker: null, id: 0 };

// The choice, in the form and in the address

function chosen() {
  const entries = [...new FormData(filters)].filter(([, value]) => value);
  return entries.map(([name, value]) => [name, value.trim()]).filter(([, value]) => value);
}

function readAddress() {
  const asked = new URLSearchParams(location.search);
  for (const control of filters.elements) {
    if (!control.name) continue;
    const values = asked.getAll(control.name);
    if (control.type === "radio") control.checked = values.length ? values.includes(control.value) : control.defaultChecked;
    else if (control.type === "checkbox") control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
    // A value that no option has would leave the control blank.
    if (control.tagName === "SELECT" && control.selectedIndex < 0) control.value = "";
  }
}

function writeAddress() {
  const address = new URL(location);
  address.search = new URLSearchParams(chosen().filter(([name, value]) => !isDefault(name, value)));
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

const isDefault = (name, value) => [...filters.elements].some((each) => each.name === name && each.value === value && each.defaultChecked);

// Which items pass

function grouped(pairs) {
  const byName = new Map();
  for (const [name, value] of pairs) byName.set(name, [...(byName.get(name) ?? []), value]);
  return byName;
}

/** Whether an item has, for each name, one of the values that are chosen. */
function passes({ element }, pairs) {
  return [...grouped(pairs)].every(([name, values]) => {
    if (name === "words") return words.urls === null || words.urls.some((url) => url.startsWith(element.dataset.url));
    const own = (element.dataset[name] ?? element.closest("[data-group]")?.dataset[name])?.split(" ") ?? [];
    return values.some((value) => own.includes(value));
  });
}

const active = () => chosen().filter(([name, value]) => !NOT_FILTERS.includes(name) && !isDefault(name, value));

function apply() {
  const pairs = active();
  for (const item of items) item.element.hidden = !passes(item, pairs);
  arrange(filters.elements.sort?.value ?? "");
  for (const group of [...scope.querySelectorAll("[data-group]")].reverse()) {
    group.hidden = pairs.length > 0 && !group.querySelector("[data-item]:not([hidden])");
  }
  scope.toggleAttribute("data-narrowed", pairs.length > 0);
  const voice = chosen().find(([name]) => name === "for");
  if (voice) scope.dataset.for = voice[1];
  tell(pairs);
  // Words are found by the search, which takes a moment when a page is opened with some.
  if (words.query === "" || words.urls) document.documentElement.classList.remove("narrowing");
}

/** Puts items into one list in another order, or back to where they stood. */
function arrange(order) {
  if (!sorted) return;
  const wanted = [...items];
  const { compare } = ORDERS[order] ?? {};
  if (compare) wanted.sort((one, other) => compare(one.element.dataset, other.element.dataset) || one.place - other.place);
  for (const { element, home } of wanted) (compare ? sorted : home).append(element);
  sorted.hidden = !compare;
  scope.toggleAttribute("data-flat", Boolean(compare));
}
const ORDERS = {
  level: { compare: (one, other) => one.level.localeCompare(other.level) },
  reviewed: { compare: (one, other) => other.reviewed.localeCompare(one.reviewed) },
};

// What the reader is told

function tell(pairs) {
  const shown = items.filter(({ element }) => !element.hidden);
  const questions = `${shown.length} question${shown.length === 1 ? "" : "s"}`;
  const seconds = shown.reduce((sum, { element }) => sum + Number(element.dataset.seconds ?? 0), 0);
  const minutes = seconds ? `, ${Math.max(1, Math.round(seconds / 60))} min to read` : "";
  count.textContent = pairs.length ? `${questions} of ${items.length}${minutes}` : questions + minutes;
  none.hidden = shown.length > 0;
  none.replaceChildren(...(shown.length ? [] : pairs.map((pair) => dropper(pair, pairs))));
}

/** Offers to drop one filter, with what that would give. */
function dropper([name, value], pairs) {
  const rest = pairs.filter((pair) => pair[0] !== name || pair[1] !== value);
  const left = items.filter((item) => passes(item, rest)).length;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chip";
  button.textContent = `Drop ${name}: ${titleOf(name, value)} (${left})`;
  button.addEventListener("click", () => {
    for (const control of filters.elements) {
      if (control.name !== name) continue;
      if (control.type === "checkbox" || control.type === "radio") control.checked = control.value !== value && control.defaultChecked;
      else control.value = "";
    }
    change();
    filters.querySelector("input, select").focus();
  });
  return button;
}

function titleOf(name, value) {
  const option = filters.querySelector(`option[value="${CSS.escape(value)}"]`);
  return option?.textContent ?? value;
}

// Words are found as the search finds them, typos and other names included.

function find(query) {
  words.query = query;
  words.id += 1;
  if (!query) {
    words.urls = null;
    return apply();
  }
  if (!words.worker) {
    words.worker = startSearch(BASE);
    words.worker.addEventListener("message", ({ data }) => {
      if (data.type === "failed") giveUp();
      if (data.type !== "found" || data.id !== words.id) return;
      words.urls = data.urls;
      apply();
    });
    words.worker.addEventListener("error", giveUp);
  }
  words.worker.postMessage({ id: words.id, query });
}

/** Without the search words filter nothing; the other filters do, and the list must not stay hidden. */
function giveUp() {
  apply();
  document.documentElement.classList.remove("narrowing");
  count.textContent = `${count.textContent}. The search couldn't be loaded, so that words narrow nothing`;
}

function change() {
  writeAddress();
  const query = filters.elements.words?.value.trim() ?? "";
  if (query !== words.query) find(query);
  else apply();
}

// Keys: down from the field into the list, up and down within it.

function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target.matches("select, [type=radio]")) return;
  const links = [...scope.querySelectorAll("[data-item]:not([hidden]) a:first-of-type")].filter((link) => link.offsetParent);
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? 0 : at + step];
  if (at < 0 && !event.target.matches("[name=words]")) return;
  event.preventDefault();
  (next ?? (at + step < 0 ? filters.elements.words : null))?.focus();
}

filters.addEventListener("input", change);
filters.addEventListener("submit", (event) => event.preventDefault());
addEventListener("keydown", walk);
addEventListener("popstate", () => {
  readAddress();
  change();
});
// Without a choice in the address the form stands as it is: somebody may have typed before this came.
if (location.search) readAddress();
change();
const folded = filters.querySelector("details");
if (folded?.querySelector(":checked")) folded.open = true;
