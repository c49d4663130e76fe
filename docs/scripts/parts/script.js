// Scripts that come when they are needed.
import { BASE } from "./base.js";

/** Loads a script of the site; gives its element, which tells of "load" and "error". */
export function loadScript(name) {
  const script = document.createElement("script");
  script.src = new URL(name, BASE);
  document.head.append(script);
  return script;
}
