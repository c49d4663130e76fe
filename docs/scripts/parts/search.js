// The way into the search: its script comes when it is first opened. Without script the links lead to
// the index.
import { loadScript } from "./script.js";

const search = document.getElementById("search");

/** Opens the search, perhaps with a query. */
export function openSearch(query) {
  const field = search.querySelector("input");
  if (!search.open) search.showModal();
  if (query) field.value = query;
  field.select();
  if (search.dataset.loaded) return;
  search.dataset.loaded = "yes";
  loadScript("search/dialog.js").addEventListener("error", () => {
    delete search.dataset.loaded;
    search.querySelector("[role=status]").textContent = "The search couldn't be loaded. The list of questions has everything.";
  });
}

/** Makes the links to the search open it, and opens it for an address with a query. */
export function setUpSearch() {
  for (const link of document.querySelectorAll("[data-canon-search]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      openSearch();
    });
  }
  // Else Enter closes the dialog as long as the search's own script hasn't come.
  search.querySelector("input").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) event.preventDefault();
  });
  search.addEventListener("click", (event) => {
    if (event.target === search) search.close();
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) openSearch(asked);
}
