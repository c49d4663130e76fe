// Single keys, their list under `?`, and a switch that turns them off: a stray key must not act for
// readers who speak to their machine (WCAG 2.2, 2.1.4).
import { openSearch } from "./search.js";
import { recall, store } from "./storage.js";

const DIALOG = `<dialog class="keys" id="keys" aria-label="Keys">
<form method="dialog">
<table class="keys__list">
<caption>Keys</caption>
<tr><th scope="row"><kbd>/</kbd> or <kbd>Ctrl</kbd> <kbd>K</kbd></th><td>Search</td></tr>
<tr><th scope="row"><kbd>4</kbd> <kbd>5</kbd> <kbd>6</kbd></th><td>Show the answer at that level</td></tr>
<tr><th scope="row"><kbd>p</kbd> <kbd>n</kbd></th><td>Page before, page after</td></tr>
<tr><th scope="row"><kbd>?</kbd></th><td>This list</td></tr>
</table>
<label class="choice"><input type="checkbox"> Use single keys as shortcuts</label>
<button class="keys__close" value="close">Close</button>
</form>
</dialog>`;
document.body.insertAdjacentHTML("beforeend", DIALOG);
const dialog = document.body.lastElementChild;

const OFF_KEY = "canon.keys";

const follow = (selector) => document.querySelector(selector)?.click();
/** A key shows the level even where an address has no tabs: then nothing happens. */
const ACTIONS = {
  "/": () => openSearch(),
  "?": () => dialog.showModal(),
  n: () => follow(".md-footer__link--next"),
  p: () => follow(".md-footer__link--prev"),
  4: () => follow('.levels__tab[href="#l4"]'),
  5: () => follow('.levels__tab[href="#l5"]'),
  6: () => follow('.levels__tab[href="#l6"]'),
};

const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog[open]");
const isOff = () => recall(OFF_KEY) === "off";

export function setUpKeys() {
  const box = dialog.querySelector("input");
  box.checked = !isOff();
  box.addEventListener("change", () => store(OFF_KEY, box.checked ? "on" : "off"));
  for (const button of document.querySelectorAll("[data-canon-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  }
  addEventListener("keydown", (event) => {
    if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return openSearch();
    }
    const action = ACTIONS[event.key];
    if (!action || isOff() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    action();
  });
}
