/** The site's root, wherever it is served; the script lies in a folder beneath it. */
export const BASE = new URL("..", document.currentScript.src);
