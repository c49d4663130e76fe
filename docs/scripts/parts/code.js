// Code that can be copied, and boxes that scroll sideways within reach of the keyboard.
import { element } from "./element.js";

export function setUpCode(block, number) {
  // Browsers have no clipboard for a page that came unencrypted.
  if (!navigator.clipboard) return;
  const button = element("button", "copy");
  button.type = "button";
  const name = (text) => {
    button.textContent = text;
    button.setAttribute("aria-label", `${text} code ${number + 1}`);
  };
  name("Copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("code").textContent);
    name("Copied");
    setTimeout(() => name("Copy"), 2000);
  });
  block.append(button);
}

// What scrolls sideways on a narrow screen must be reachable by keyboard; what fits must not.
// Asking more than may scroll would lay out what a phone has put off: most of the brief.
const SCROLLING = "math[display='block'], .highlight code, .diagram, .md-typeset table, .matrix, :is(p, li):has(> math)";

export function markScrolling() {
  for (const box of document.querySelectorAll(SCROLLING)) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    // A -1 is another script's, and may have the focus right now.
    else if (box.tabIndex === 0) box.removeAttribute("tabindex");
  }
}
