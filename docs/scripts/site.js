// What a page can do with script, and does without in a plainer way: level tabs, the triage
// stepper, opening what an address points into, copying code, opening the search.

// The site's root, wherever it is served.
const BASE = new URL("..", document.currentScript.src);
const LEVEL_KEY = "canon.level";
const COMPARE_KEY = "canon.compare";
const WIDE = "(min-width: 76.25em)";
const PHONE = matchMedia("(max-width: 44.99em)");

// Storage may be switched off; then a choice lasts for this page.
function store(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {}
}
function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function setUpLevels(levels) {
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
  return (level) => {
    if (document.documentElement.hasAttribute("data-compare")) return;
    choose(level);
  };
}

// A hash, a search hit or a link inside the page lands on visible text: open what encloses it.
function reveal(chooseLevel) {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  if (!target) return;
  const panel = target.closest(".level");
  if (panel && chooseLevel) chooseLevel(panel.dataset.level);
  const closed = target.closest("details:not([open])");
  if (closed) closed.open = true;
  if (panel || closed) target.scrollIntoView();
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text) made.textContent = text;
  return made;
}

function setUpTriage(triage) {
  const chart = triage.querySelector(".triage__chart");
  const outline = triage.querySelector(".triage__outline");
  const stepper = element("div", "triage__stepper");
  const views = { Steps: stepper, Chart: chart, Outline: outline };
  const bar = element("div", "triage__views");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Ways to see this triage");

  function view(name) {
    for (const button of bar.children) {
      button.setAttribute("aria-pressed", String(button.textContent === name));
    }
    for (const [other, shown] of Object.entries(views)) shown.hidden = other !== name;
  }
  for (const name of Object.keys(views)) {
    const button = element("button", "triage__view", name);
    button.type = "button";
    button.addEventListener("click", () => view(name));
    bar.append(button);
  }

  let path = [];
  // A node can be reached by two paths: what was answered is kept beside the node.
  function go(id, answer) {
    path.push({ id, answer });
    draw(true);
  }
  function draw(moved) {
    const trail = element("ol", "triage__path");
    for (const [i, step] of path.slice(0, -1).entries()) {
      const said = path[i + 1].answer;
      const label = document.getElementById(step.id).querySelector(".triage__label").textContent;
      trail.append(element("li", "", said === "then" ? `${label}, then` : `${label} ${said}`));
    }
    const node = document.getElementById(path.at(-1).id);
    const now = element("p", "triage__now", node.querySelector(".triage__label").textContent);
    now.tabIndex = -1;
    const choices = element("div", "triage__choices");
    for (const link of node.querySelectorAll('a[href^="#triage-"]')) {
      const answer = link.querySelector(".triage__answer").textContent;
      const button = element("button", "triage__choice", answer === "then" ? "Done, go on" : answer);
      button.type = "button";
      button.addEventListener("click", () => go(link.hash.slice(1), answer));
      choices.append(button);
    }
    if (path.length > 1) {
      const back = element("button", "triage__choice triage__choice--back", "Back");
      back.type = "button";
      back.addEventListener("click", () => {
        path = path.slice(0, -1);
        draw(true);
      });
      choices.append(back);
    }
    const see = node.querySelector(".triage__see");
    stepper.replaceChildren(trail, now, ...(see ? [see.cloneNode(true)] : []), choices);
    if (moved) now.focus({ preventScroll: true });
  }

  triage.querySelector(".triage__title").after(bar, stepper);
  stepper.setAttribute("aria-live", "polite");
  go(outline.firstElementChild.id, "");
  document.activeElement?.blur?.();
  view(PHONE.matches ? "Steps" : "Chart");
  return () => view("Outline");
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

// The search: its script comes when it is first opened. Without script the links lead to the index.
const search = document.getElementById("search");
function openSearch(query) {
  const field = search.querySelector("input");
  if (!search.open) search.showModal();
  if (query) field.value = query;
  field.select();
  if (search.dataset.loaded) return;
  search.dataset.loaded = "yes";
  const script = element("script", "");
  script.src = new URL("search/dialog.js", BASE);
  document.head.append(script);
}
for (const link of document.querySelectorAll("[data-canon-search]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    openSearch();
  });
}
search.addEventListener("click", (event) => {
  if (event.target === search) search.close();
});
const asked = new URLSearchParams(location.search).get("q");
if (asked && !document.querySelector("[data-canon-index]")) openSearch(asked);

const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]");
addEventListener("keydown", (event) => {
  const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
  const isCommand = event.key === "k" && (event.ctrlKey || event.metaKey);
  if (!(isCommand || (isSlash && !isTyping(event.target)))) return;
  event.preventDefault();
  openSearch();
});

function setUpCode(block, number) {
  const button = element("button", "copy", "Copy");
  button.type = "button";
  button.setAttribute("aria-label", `Copy code ${number + 1}`);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("code").textContent);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  block.append(button);
}
document.querySelectorAll(".highlight").forEach(setUpCode);

// What scrolls sideways on a narrow screen must be reachable by keyboard; what fits must not.
function markScrolling() {
  const boxes = "math[display='block'], .highlight code, .diagram, .md-typeset__scrollwrap, .matrix, p, li";
  for (const box of document.querySelectorAll(boxes)) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
markScrolling();
addEventListener("resize", markScrolling);
document.addEventListener("click", () => requestAnimationFrame(markScrolling));
