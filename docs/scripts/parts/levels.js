// The three levels as tabs, or side by side where there is room.
import { element } from "./element.js";
import { recall, store } from "./storage.js";

const LEVEL_KEY = "canon.level";
const COMPARE_KEY = "canon.compare";
const WIDE = "(min-width: 76.25em)";

/** Makes tabs of the levels; returns a function that shows one of them. */
export function setUpLevels(levels) {
  const tabs = [...levels.querySelectorAll(".levels__tab")];
  const panels = [...levels.querySelectorAll(".level")];
  levels.querySelector(".levels__tabs").setAttribute("role", "tablist");
  levels.querySelector(".levels__tabs").setAttribute("aria-label", "Answers by level");

  function show(level) {
    for (const [i, panel] of panels.entries()) {
      const chosen = panel.dataset.level === level;
      tabs[i].setAttribute("aria-selected", String(chosen));
      tabs[i].tabIndex = chosen ? 0 : -1;
      if (chosen) panel.removeAttribute("hidden");
      else panel.setAttribute("hidden", "until-found");
      // The renderer skips a hidden level's text, but would still announce an empty panel.
      panel.ariaHidden = chosen ? null : "true";
    }
    document.documentElement.dataset.level = level;
  }

  function choose(level) {
    // Side by side nothing is hidden; the keys for levels reach the tabs even then.
    if (document.documentElement.hasAttribute("data-compare")) return;
    show(level);
    store(LEVEL_KEY, level);
  }

  for (const [i, tab] of tabs.entries()) {
    const panel = panels[i];
    const heading = panel.querySelector("h2");
    tab.id = `tab-${panel.dataset.level}`;
    panel.id = `panel-${panel.dataset.level}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      choose(panel.dataset.level);
      history.replaceState(history.state, "", `#${heading.id}`);
    });
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -i, End: tabs.length - 1 - i }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const next = (i + step + tabs.length) % tabs.length;
      choose(panels[next].dataset.level);
      tabs[next].focus();
    });
    // Find-in-page looks into hidden levels, and says so before it shows one.
    panel.addEventListener("beforematch", () => choose(panel.dataset.level));
  }
  // Side by side nothing is hidden, so there is nothing for tabs to do.
  const compare = element("button", "levels__compare");
  compare.type = "button";
  function arrange(sideBySide) {
    document.documentElement.toggleAttribute("data-compare", sideBySide);
    compare.textContent = sideBySide ? "One level at a time" : "Side by side";
    for (const [i, panel] of panels.entries()) {
      panel.setAttribute("role", sideBySide ? "region" : "tabpanel");
      panel.setAttribute("aria-labelledby", sideBySide ? panel.querySelector("h2").id : tabs[i].id);
      panel.removeAttribute("hidden");
      panel.ariaHidden = null;
    }
    if (!sideBySide) show(document.documentElement.dataset.level || panels[0].dataset.level);
  }
  compare.addEventListener("click", () => {
    const sideBySide = !document.documentElement.hasAttribute("data-compare");
    arrange(sideBySide);
    store(COMPARE_KEY, sideBySide ? "on" : "off");
  });
  levels.before(compare);
  const wide = matchMedia(WIDE);
  const wanted = () => wide.matches && recall(COMPARE_KEY) === "on";
  wide.addEventListener("change", () => arrange(wanted()));
  arrange(wanted());
  return choose;
}
