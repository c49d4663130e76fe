// A triage as steps: one question at a time, made from the outline that the page has anyway.
import { element } from "./element.js";

const PHONE = matchMedia("(max-width: 44.99em)");

/** Adds the stepper and its views; returns a function that shows the outline. A hash shows it too. */
export function setUpTriage(triage) {
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
  function backTo(name, length) {
    const button = element("button", "triage__choice triage__choice--back", name);
    button.type = "button";
    button.addEventListener("click", () => {
      path = path.slice(0, length);
      draw(true);
    });
    return button;
  }
  function draw(moved) {
    const trail = element("ol", "triage__path");
    for (const [i, step] of path.slice(0, -1).entries()) {
      const said = path[i + 1].answer;
      const label = document.getElementById(step.id).querySelector(".triage__label").textContent;
      const item = element("li", "", label);
      if (said !== "then") item.append(" ", element("b", "", said));
      trail.append(item);
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
    if (path.length > 1) choices.append(backTo("Back", path.length - 1));
    if (path.length > 2) choices.append(backTo("Start again", 1));
    const see = node.querySelector(".triage__see");
    stepper.replaceChildren(...(path.length > 1 ? [trail] : []), now, ...(see ? [see.cloneNode(true)] : []), choices);
    if (moved) now.focus({ preventScroll: true });
  }

  triage.querySelector(".triage__title").after(bar, stepper);
  path.push({ id: outline.firstElementChild.id });
  draw(false);
  view(location.hash.startsWith("#triage-") ? "Outline" : PHONE.matches ? "Steps" : "Chart");
  return () => view("Outline");
}
