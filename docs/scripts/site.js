// What a page can do with script, and does without in a plainer way.
import { markScrolling, setUpCode } from "./parts/code.js";
import { setUpFrame } from "./parts/frame.js";
import { setUpKeys } from "./parts/keys.js";
import { setUpLevels } from "./parts/levels.js";
import { setUpOffline } from "./parts/offline.js";
import { setUpSearch } from "./parts/search.js";
import { loadScript } from "./parts/script.js";
import { setUpTriage } from "./parts/triage.js";

// A hash, a search hit or a link inside the page lands on visible text: open what encloses it.
function reveal(chooseLevel) {
  const target = document.getElementById(named(location.hash));
  if (!target) return;
  const panel = target.closest(".level");
  if (panel && chooseLevel) chooseLevel(panel.dataset.level);
  const closed = target.closest("details:not([open])");
  if (closed) closed.open = true;
  if (panel || closed) target.scrollIntoView();
}

/** The id that a hash names; a mistyped `%` mustn't stop the rest of this script. */
function named(hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return "";
  }
}

const levels = document.querySelector("[data-levels]");
const chooseLevel = levels && setUpLevels(levels);
for (const triage of document.querySelectorAll("[data-triage]")) {
  const showOutline = setUpTriage(triage);
  addEventListener("hashchange", () => {
    if (location.hash.startsWith("#triage-")) {
      showOutline();
      document.getElementById(location.hash.slice(1))?.scrollIntoView();
    }
  });
}
reveal(chooseLevel);
addEventListener("hashchange", () => reveal(chooseLevel));
// The same address clicked twice fires no hashchange.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#']");
  if (link && link.hash === location.hash) reveal(chooseLevel);
});

document.querySelectorAll(".highlight").forEach(setUpCode);
markScrolling();
addEventListener("resize", markScrolling);
document.addEventListener("click", () => requestAnimationFrame(markScrolling));

// After the first paint, or the script would compete with the fonts; at once where the list waits for it.
if (document.querySelector("[data-filters]")) {
  const load = () => loadScript("scripts/filters.js");
  if (document.documentElement.classList.contains("narrowing")) load();
  else requestAnimationFrame(() => setTimeout(load));
}

setUpFrame();
setUpSearch();
setUpKeys();
setUpOffline();
