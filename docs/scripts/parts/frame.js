// What surrounds a page: light and dark, the drawer of a phone, the title in the header, the place in
// the table of contents. The theme's own script does the same at ten times the size, and more that
// this site has no use for.
import { element } from "./element.js";
import { store } from "./storage.js";

/** The same key is read in the header, before the first paint. */
const SCHEME_KEY = "canon.scheme";

function setUpScheme(button) {
  const { dataset } = document.body;
  const name = () => {
    const other = dataset.mdColorScheme === "slate" ? "light" : "dark";
    button.setAttribute("aria-label", `Switch to ${other}`);
    button.title = `Switch to ${other}`;
  };
  button.addEventListener("click", () => {
    dataset.mdColorScheme = dataset.mdColorScheme === "slate" ? "default" : "slate";
    store(SCHEME_KEY, dataset.mdColorScheme);
    name();
  });
  name();
}

function setUpDrawer(toggle) {
  const button = document.querySelector("[data-canon-menu]");
  const drawer = document.querySelector(".md-sidebar--primary");
  const behind = document.querySelectorAll(".md-header, .md-content, .md-footer");
  const tell = () => {
    button.setAttribute("aria-expanded", String(toggle.checked));
    for (const part of behind) part.inert = toggle.checked;
    if (toggle.checked) drawer?.querySelector("a[href]")?.focus({ preventScroll: true });
  };
  button.addEventListener("click", () => toggle.click());
  toggle.addEventListener("change", tell);
  const close = () => {
    toggle.checked = false;
    tell();
  };
  drawer?.addEventListener("click", (event) => {
    if (event.target.closest("a[href]")) close();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !toggle.checked) return;
    close();
    button.focus();
  });
  // Wide windows have no drawer.
  matchMedia("(min-width: 76.25em)").addEventListener("change", close);
  tell();
}

/** The contents are a sheet of the drawer: the labels that lead there and back get buttons for a keyboard. */
function setUpContents(toggle) {
  for (const label of document.querySelectorAll(`.md-sidebar--primary label[for="${toggle.id}"]`)) {
    const text = [...label.childNodes].find((child) => child.textContent.trim());
    const button = element("button", "drawer__turn", text.textContent.trim());
    button.type = "button";
    button.addEventListener("click", () => toggle.click());
    text.replaceWith(button);
  }
}

/** Past its heading, a page's title stands in the header. */
function followTitle(heading) {
  const title = document.querySelector("[data-md-component=header-title]");
  new IntersectionObserver(([{ isIntersecting, boundingClientRect }]) => {
    title.classList.toggle("md-header__title--active", !isIntersecting && boundingClientRect.top < 0);
  }).observe(heading);
}

/** Marks the table of contents where the reader is. */
function followContents(links) {
  const byTarget = new Map(links.map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]));
  byTarget.delete(null);
  const targets = [...byTarget.keys()];
  const mark = () => {
    const passed = targets.filter((target) => target.checkVisibility() && target.getBoundingClientRect().top < innerHeight / 3);
    for (const [target, link] of byTarget) {
      const isHere = target === passed.at(-1);
      link.classList.toggle("md-nav__link--active", isHere);
      if (isHere) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  let isWaiting = false;
  const later = () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      mark();
    });
  };
  addEventListener("scroll", later, { passive: true });
  later();
}

export function setUpFrame() {
  setUpScheme(document.querySelector("[data-canon-scheme]"));
  setUpDrawer(document.getElementById("__drawer"));
  const contents = document.getElementById("__toc");
  if (contents) setUpContents(contents);
  const heading = document.querySelector("article h1");
  if (heading) followTitle(heading);
  const links = [...document.querySelectorAll(".md-nav--secondary a[href^='#']")];
  if (links.length) followContents(links);
}
