"""The real site in a real browser, under a sub-path, as a reader uses it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from canon.anchors import anchors
from canon.canon import load
from conftest import ROOT
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

QUESTION = "questions/reduce-inference-cost-10x/"
PAGES = [
    "",
    "questions/",
    QUESTION,
    "categories/llm-systems/",
    "tradeoffs/",
    "tradeoffs/cost-value/",
    "tradeoffs/speed-depth/",
    "glossary/",
    "brief/",
    "404.html",
]


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def visible_text(page: Page, selector: str) -> bool:
    """Whether a reader sees the element: it has a size and isn't skipped by the renderer."""
    seen: bool = page.locator(selector).evaluate(
        "node => node.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})"
        " && node.getBoundingClientRect().height > 0"
    )
    return seen


# Search


def search_for(page: Page, query: str) -> Locator:
    """Type a query as a reader does, and wait until the sections have been searched too."""
    page.keyboard.press("/")
    expect(page.locator(".search__field")).to_be_focused()
    page.locator(".search__field").fill("")
    page.keyboard.type(query, delay=10)
    expect(page.locator(".search__hits")).to_have_attribute("aria-busy", "false")
    return page.get_by_role("option")


@pytest.mark.parametrize("path", PAGES)
def test_slash_opens_the_search_and_escape_leaves_it(page: Page, served: str, path: str) -> None:
    page.goto(served + path)
    page.keyboard.press("/")
    expect(page.locator(".search__field")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".search")).to_be_hidden()


def test_typing_finds_and_enter_goes(page: Page, served: str) -> None:
    page.goto(served)
    hits = search_for(page, "inference cost")
    expect(hits.first).to_contain_text("reduce LLM inference cost")
    expect(hits.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(QUESTION))
    expect(page.locator("h1")).to_contain_text("reduce LLM inference cost")
    page.go_back()
    page.keyboard.press("/")
    expect(page.get_by_role("option", name="inference cost")).to_be_visible()


def test_nothing_typed_before_the_script_came_is_lost(page: Page, served: str) -> None:
    def late(route: Route) -> None:
        time.sleep(0.5)
        route.continue_()

    page.route("**/search/dialog.js", late)
    page.goto(served)
    page.keyboard.press("/")
    page.keyboard.type("softmax")
    expect(page.get_by_role("option").first).to_contain_text("softmax")


def test_enter_waits_for_the_answer_to_what_was_typed(page: Page, served: str) -> None:
    page.goto(served)
    search_for(page, "fraud")
    expect(page.get_by_role("option").first).to_contain_text("fraud")
    page.locator(".search__field").fill("softmax cross entropy")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("softmax-cross-entropy"))


def test_arrow_keys_walk_the_list(page: Page, served: str) -> None:
    page.goto(served)
    hits = search_for(page, "attention")
    expect(hits.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_have_attribute("aria-selected", "true")
    chosen = hits.nth(1).get_attribute("id")
    expect(page.locator(".search__field")).to_have_attribute("aria-activedescendant", chosen or "")
    address = hits.nth(1).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(address or "")


@pytest.mark.parametrize(
    ("query", "lands"),
    [
        ("Ten times cheaper per what", "#l6"),
        ("Splits the bill first, then orders", "#l5"),
        ("CFO asks you to commit", "#the-cfo-asks"),
    ],
)
def test_levels_and_follow_ups_are_hits_that_land_on_visible_text(
    page: Page, served: str, query: str, lands: str
) -> None:
    page.goto(served)
    search_for(page, query)
    hit = page.locator(f'.hit--section[href*="{lands}"]').first
    expect(hit).to_be_visible()
    expect(hit.locator("mark").first).to_be_visible()
    address = str(hit.evaluate("link => link.href"))
    hit.click()
    page.wait_for_url(address)
    anchor = unquote(urlsplit(address).fragment)
    assert visible_text(page, f'[id="{anchor}"]')
    following = page.locator(f'[id="{anchor}"]').evaluate(
        "node => (node.closest('details, .level') ?? node.parentElement).innerText.length"
    )
    assert following > 100


def test_filters_are_words_and_chips(page: Page, served: str) -> None:
    page.goto(served)
    search_for(page, "level:l6 cost")
    expect(page.get_by_role("button", name="L6", pressed=True)).to_be_visible()
    for badge in page.locator(".hit--page .badge").all():
        expect(badge).to_have_text("L6")
    page.get_by_role("button", name="L6", pressed=True).click()
    expect(page.locator(".search__field")).to_have_value("cost")
    page.get_by_role("button", name="Coding round").click()
    expect(page.locator(".search__field")).to_have_value("round:coding cost")
    expect(page.locator(".search__more")).to_have_attribute(
        "href", re.compile(r"round=coding&words=cost")
    )


def test_a_word_that_nothing_is_like_is_named_and_ways_out_are_offered(
    page: Page, served: str
) -> None:
    page.goto(served)
    search_for(page, "xyzzyqq")
    expect(page.locator(".search__status")).to_contain_text("Nothing found for “xyzzyqq”")
    expect(page.get_by_role("option", name="LLM Systems")).to_be_visible()


@pytest.mark.parametrize("has_titles", [True, False])
def test_a_large_site_is_searched_by_pagefind(page: Page, large: str, has_titles: bool) -> None:
    if not has_titles:
        names = {"groups": [], "facets": {"level": [], "category": [], "round": []}}
        page.route("**/names.json", lambda route: route.fulfill(json=names))
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.goto(large)
    hits = search_for(page, "inference cost")
    expect(hits.first).to_contain_text("reduce LLM inference cost")
    search_for(page, "CFO asks you to commit")
    hit = page.locator('.hit--section[href*="#the-cfo-asks"]').first
    expect(hit.locator("mark").first).to_be_visible()
    address = str(hit.evaluate("link => link.href"))
    hit.click()
    page.wait_for_url(address)
    assert visible_text(page, f'[id="{unquote(urlsplit(address).fragment)}"]')
    assert [line for line in said if line.startswith(("error", "warning"))] == []


def test_a_large_site_knows_filters_names_and_typos(page: Page, large: str) -> None:
    page.goto(large)
    search_for(page, "level:l6 cost")
    expect(page.get_by_role("button", name="L6", pressed=True)).to_be_visible()
    for badge in page.locator(".hit--page .badge").all():
        expect(badge).to_have_text("L6")
    expect(search_for(page, "bptt").first).to_be_visible()
    expect(search_for(page, "infrence csot").first).to_contain_text("inference cost")
    search_for(page, "level:l5 ")
    expect(page.locator(".hit--page .badge").first).to_have_text("L5")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("how do you ", "Nothing found"),
        ("🙂 שלום", "Nothing found"),
        ("level:", "Choose one"),
        ("level:l5 level:l6", "pages"),
        ("level:nonsense cost", "pages"),
        ("x" * 5000, "Nothing found"),
        ("the model cost nothing " * 220, "Only the first words"),
    ],
)
def test_odd_queries_are_answered_and_fit_a_phone(
    chromium: Browser, served: str, query: str, says: str
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(served)
    page.keyboard.press("Control+k")
    page.locator(".search__field").fill(query)
    expect(page.locator(".search__status")).to_contain_text(says)
    assert page.locator(".search").evaluate("box => box.scrollWidth - box.clientWidth") == 0
    context.close()


def test_a_search_that_cannot_be_loaded_says_so(page: Page, served: str) -> None:
    page.route("**/titles.json", lambda route: route.abort())
    page.goto(served)
    page.keyboard.press("/")
    expect(page.locator(".search__status")).to_contain_text("couldn't be loaded")


def test_an_unknown_filter_value_is_named_and_others_are_offered(page: Page, served: str) -> None:
    page.goto(served)
    search_for(page, "level:zz cost")
    expect(page.locator(".search__label")).to_have_text("No level is called “zz”")
    page.locator(".hit--plain", has_text="L6").click()
    expect(page.locator(".search__field")).to_have_value("level:l6 cost")


def test_escape_leaves_a_search_with_words_at_once(page: Page, served: str) -> None:
    page.goto(served)
    search_for(page, "cost")
    page.keyboard.press("Escape")
    expect(page.locator(".search")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("softmax")
    expect(page.locator(".search__field")).to_have_value("softmax")


def test_an_address_with_a_query_opens_the_search(page: Page, served: str) -> None:
    page.goto(served + "?q=knn")
    expect(page.get_by_role("option").first).to_contain_text("KNN")


def test_without_script_the_search_leads_to_the_index(chromium: Browser, served: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served)
    page.locator(".seek").click()
    expect(page.locator("h1")).to_contain_text("All questions")
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_axe_finds_nothing_in_the_search(
    chromium: Browser, served: str, width: int, scheme: Literal["dark", "light"]
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(served)
    for query in ("", "cost", "xyzzyqq"):
        search_for(page, query)
        page.wait_for_timeout(300)
        page.add_script_tag(path=ROOT / "node_modules" / "axe-core" / "axe.min.js")
        found = page.evaluate("axe.run().then(result => result.violations)")
        assert [f"{each['id']}: {each['nodes'][0]['target']}" for each in found] == [], query
    context.close()


# Levels


def shown_levels(page: Page) -> list[str]:
    return [level for level in ("l4", "l5", "l6") if visible_text(page, f".level--{level} .spoken")]


def test_levels_are_tabs_that_are_remembered(page: Page, served: str) -> None:
    page.goto(served + QUESTION)
    assert shown_levels(page) == ["l4"]
    page.get_by_role("tab", name="L5").click()
    assert shown_levels(page) == ["l5"]
    page.goto(served + "questions/disagreed-with-senior/")
    assert shown_levels(page) == ["l5"]


def test_an_address_beats_the_remembered_level(page: Page, served: str) -> None:
    page.goto(served + QUESTION)
    page.get_by_role("tab", name="L5").click()
    page.goto("about:blank")
    page.goto(served + QUESTION + "#l6")
    assert shown_levels(page) == ["l6"]
    assert page.locator("#l6").evaluate("node => node.getBoundingClientRect().top") < 400


def test_a_link_to_a_level_opens_it_every_time(page: Page, served: str) -> None:
    page.goto(served + QUESTION)
    for _ in range(2):
        page.locator('.shifts a[href="#l6"]').click()
        assert shown_levels(page) == ["l6"]
        page.get_by_role("tab", name="L4").click()
        assert shown_levels(page) == ["l4"]


def test_tabs_follow_the_arrow_keys(page: Page, served: str) -> None:
    page.goto(served + QUESTION)
    page.get_by_role("tab", name="L4").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="L5")).to_be_focused()
    expect(page.get_by_role("tab", name="L5")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("End")
    assert shown_levels(page) == ["l6"]
    panel = page.get_by_role("tabpanel")
    expect(panel).to_have_count(1)
    expect(panel).to_have_accessible_name("L6")


def test_levels_stand_side_by_side_where_there_is_room(page: Page, served: str) -> None:
    page.goto(served + QUESTION)
    page.get_by_role("button", name="Side by side").click()
    assert shown_levels(page) == ["l4", "l5", "l6"]
    tops = page.locator(".level").evaluate_all(
        "panels => panels.map(panel => Math.round(panel.getBoundingClientRect().top))"
    )
    assert len(set(tops)) == 1
    page.goto(served + "questions/disagreed-with-senior/#l6")
    assert shown_levels(page) == ["l4", "l5", "l6"]
    page.set_viewport_size({"width": 390, "height": 844})
    assert shown_levels(page) == ["l6"]
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="One level at a time").click()
    assert shown_levels(page) == ["l6"]


def test_find_in_page_reaches_hidden_levels(page: Page, served: str) -> None:
    page.goto(served + QUESTION)
    hidden = page.locator(".level[hidden]")
    values = hidden.evaluate_all("panels => panels.map(panel => panel.getAttribute('hidden'))")
    assert values == ["until-found", "until-found"]
    page.locator(".level--l6").dispatch_event("beforematch")
    assert shown_levels(page) == ["l6"]


def test_without_script_all_levels_stand_with_their_names(chromium: Browser, served: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served + QUESTION)
    for level in ("L4", "L5", "L6"):
        expect(page.get_by_role("heading", name=level, exact=False).first).to_be_visible()
        expect(page.locator(f".level--{level.lower()} .spoken")).to_be_visible()
    expect(page.locator(".triage__outline")).to_be_visible()
    expect(page.locator(".triage__chart")).to_be_visible()
    context.close()


def test_print_shows_all_levels_and_every_rung(page: Page, served: str) -> None:
    page.goto(served + QUESTION)
    page.emulate_media(media="print")
    assert shown_levels(page) == ["l4", "l5", "l6"]
    for rung in page.locator(".rung > p").all():
        assert rung.evaluate("node => node.getBoundingClientRect().height") > 0


# Triage


def test_the_stepper_walks_to_an_action_and_back(page: Page, served: str) -> None:
    page.goto(served + QUESTION)
    page.get_by_role("button", name="Steps").click()
    stepper = page.locator(".triage__stepper")
    expect(stepper).to_contain_text("What does the bill count?")
    stepper.get_by_role("button", name="tokens").click()
    stepper.get_by_role("button", name="Done, go on").click()
    stepper.get_by_role("button", name="yes").click()
    expect(stepper).to_contain_text("Route by intent, escalate on doubt")
    stepper.get_by_role("button", name="Back").click()
    expect(stepper.locator(".triage__now")).to_have_text("Does a smaller model pass the eval?")


def test_the_three_renderings_have_the_same_nodes(page: Page, served: str) -> None:
    page.goto(served + QUESTION)
    labels = page.locator(".triage__label").all_text_contents()
    assert len(labels) == 14
    drawn = page.locator(".triage__chart svg").text_content() or ""
    for label in labels:
        assert label.replace(" ", "") in drawn.replace(" ", "")
    expect(page.locator(".triage__chart svg")).to_have_accessible_name(
        "Where is the inference bill going?"
    )


def test_a_phone_starts_with_the_stepper(chromium: Browser, served: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(served + QUESTION)
    expect(page.locator(".triage__stepper")).to_be_visible()
    expect(page.locator(".triage__chart")).to_be_hidden()
    context.close()


# Access


@pytest.mark.parametrize("path", [*PAGES, "questions/logistic-regression-mle/", "problems/"])
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_axe_finds_nothing(
    chromium: Browser, served: str, path: str, width: int, scheme: Literal["dark", "light"]
) -> None:
    # The policy would refuse axe too.
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(served + path)
    page.add_script_tag(path=ROOT / "node_modules" / "axe-core" / "axe.min.js")
    found = page.evaluate("axe.run().then(result => result.violations)")
    assert [f"{each['id']}: {each['nodes'][0]['target']}" for each in found] == []
    context.close()


def test_code_can_be_copied(chromium: Browser, served: str) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(served + QUESTION)
    page.get_by_role("button", name="Copy code 1").click()
    expect(page.get_by_role("button", name="Copy code 1")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("GPU_HOUR, GPUS = 2.50, 4")
    assert "#> 96: $0.57" in copied
    context.close()


# The whole site


class _Anchors(HTMLParser):
    """Collects the links and ids of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(found["id"] or "")
        for name in ("href", "src"):
            if found.get(name):
                self.links.append(found[name] or "")


def read_anchors(file: Path) -> _Anchors:
    parser = _Anchors()
    parser.feed(file.read_text(encoding="utf-8"))
    return parser


def test_every_internal_link_and_anchor_leads_somewhere(real_site: Path) -> None:
    pages = {file: read_anchors(file) for file in real_site.rglob("*.html")}
    assert len(pages) > 30
    root = "http://site/canon/"
    wrong = []
    for file, found in pages.items():
        path = file.relative_to(real_site).as_posix()
        here = root + path.removesuffix("index.html")
        # The 404 page is served at any address, so its links are absolute.
        links = [link for link in found.links if path != "404.html"]
        for link in links:
            target = urlsplit(urljoin(here, link))
            if target.netloc != "site":
                continue
            inside = unquote(target.path).removeprefix("/canon/")
            wanted = real_site / inside
            wanted = wanted / "index.html" if target.path.endswith("/") else wanted
            if not wanted.is_file():
                wrong.append(f"{path}: {link}")
            elif target.fragment and wanted.suffix == ".html":
                ids = pages[wanted].ids
                if unquote(target.fragment) not in ids and target.fragment != "__comments":
                    wrong.append(f"{path}: {link} (no such anchor)")
    assert wrong == []


def test_the_check_knows_every_heading_of_a_page(real_site: Path) -> None:
    canon, _ = load(ROOT)
    assert canon is not None
    for question in canon.questions:
        page = (real_site / "questions" / question.id / "index.html").read_text(encoding="utf-8")
        ids = re.findall(r'<h[1-6][^>]* id="([^"]*)"|\bid="(triage-[^"]*)"', page)
        assert {heading or step for heading, step in ids} == anchors(question)


def test_ids_are_unique_on_every_page(real_site: Path) -> None:
    for file in real_site.rglob("*.html"):
        ids = read_anchors(file).ids
        assert sorted(set(ids)) == sorted(ids), file


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_foreign_request_no_error_no_sideways_scroll(
    chromium: Browser, served: str, path: str, scheme: str
) -> None:
    context = chromium.new_context(
        viewport={"width": 320, "height": 700}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    requests: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(served + path, wait_until="networkidle")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert [url for url in requests if not url.startswith((served, "data:"))] == []
    assert [line for line in said if line.startswith(("error", "warning"))] == []
    assert width <= 320
    context.close()


def test_the_policy_refuses_every_other_script(page: Page, served: str) -> None:
    page.goto(served + QUESTION)
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.strange = true";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='strange = true'>");
        }"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.strange") is None


def test_every_question_fits_a_narrow_phone(
    chromium: Browser, served: str, real_site: Path
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    for folder in sorted((real_site / "questions").iterdir()):
        if folder.is_dir():
            page.goto(f"{served}questions/{folder.name}/")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, folder.name
    context.close()


def test_no_page_of_the_site_asks_another_server(real_site: Path) -> None:
    """What the browser would fetch by itself; links that a reader follows may leave."""
    fetching = re.compile(
        r"""<(?:script|img|iframe|source|link)\b[^>]*?(?:src|href)=["']?(https?:)?//([^"'\s/>]+)"""
    )
    for file in real_site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        hosts = {match[2] for match in fetching.finditer(text)}
        canonical = {"127.0.0.1:8000"}
        assert hosts <= canonical, f"{file}: {hosts}"
    for file in real_site.rglob("*.css"):
        assert not re.search(r"url\([\"']?(https?:)?//", file.read_text(encoding="utf-8")), file


def test_mermaid_is_not_shipped_when_every_diagram_is_drawn(real_site: Path) -> None:
    assert not (real_site / "vendor" / "mermaid.min.js").exists()
    assert "mermaid.min.js" not in (real_site / QUESTION / "index.html").read_text()
