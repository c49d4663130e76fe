// Single keys, their list under `?`, and a switch that turns them off: a stray key must not act for
// readers who speak to their machine (WCAG 2.2, 2.1.4).
import { openSearch } from "./search.js";
import { recall, store } from "./storage.js";

const OFF_KEY = "canon.keys";

const follow = (selector) => document.querySelector(selector)?.click();
/** A key shows the level even where an address has no tabs: then nothing happens. */
const ACTIONS = {
  "/": () => openSearch(),
  "?": () => document.getElementById("keys").showModal(),
  n: () => follow(".md-footer__link--next"),
  p: () => follow(".md-footer__link--prev"),
  4: () => follow('.levels__tab[href="#l4"]'),
  5: () => follow('.levels__tab[href="#l5"]'),
  6: () => follow('.levels__tab[href="#l6"]'),
};

const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog[open]");
const isOff = () => recall(OFF_KEY) === "off";

export function setUpKeys() {
  const dialog = document.getElementById("keys");
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
