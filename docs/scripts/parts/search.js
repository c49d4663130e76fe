// The way into the search: its script comes when it is first opened, and what is typed meanwhile stays
// in the field. Without script the links lead to the index.
import { loadScript } from "./script.js";

/** Here and not on each page: a reader loads this script once. */
const DIALOG = `<dialog class="search" id="search" aria-label="Search">
<form class="search__form" role="search" method="dialog">
<input class="search__field" type="search" name="q" role="combobox" aria-label="Search" placeholder="Words, an acronym, a part of a word" aria-expanded="true" aria-controls="search-hits" aria-autocomplete="list" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="go">
<button class="search__close" type="submit" value="close">Close</button>
</form>
<div class="search__chips" role="group" aria-label="Narrow down"></div>
<p class="search__status" role="status"></p>
<div class="search__hits" id="search-hits" role="listbox" aria-label="Results" aria-busy="true"></div>
<p class="search__foot"><a class="search__more">The same in the list of all questions</a></p>
</dialog>`;

// Not by its id: a heading on the page may have the same one.
document.body.insertAdjacentHTML("beforeend", DIALOG);
const search = document.body.lastElementChild;
search.querySelector(".search__more").href = document.querySelector(".seek").href;

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
