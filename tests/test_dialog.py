"""The search dialog in a real browser: `/`, words, filters, keys, and where a hit leads."""

from __future__ import annotations

import re
import time
from typing import Literal
from urllib.parse import unquote, urlsplit

import pytest
from conftest import PAGES, REAL_QUESTION, ROOT, visible_text
from playwright.sync_api import Browser, Locator, Page, Route, expect


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
    page.wait_for_url(re.compile(REAL_QUESTION))
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


@pytest.mark.parametrize("typed", ["Zoftmxa gradient", "Zoft-mxa gradient"])
def test_the_nearest_word_takes_the_place_of_what_was_typed(
    page: Page, served: str, typed: str
) -> None:
    page.goto(served)
    search_for(page, typed)
    page.get_by_role("option", name="Search for “softmax” instead").click()
    expect(page.locator(".search__field")).to_have_value("softmax gradient")


def test_a_large_site_is_searched_by_titles_then_by_pagefind(page: Page, large: str) -> None:
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


def test_a_large_search_that_failed_once_is_tried_again(page: Page, large: str) -> None:
    page.goto(large)
    page.route("**/pagefind.js", lambda route: route.abort())
    search_for(page, "CFO asks you")
    expect(page.locator(".search__status")).to_contain_text("couldn't be loaded")
    page.unroute("**/pagefind.js")
    search_for(page, "CFO asks you to commit")
    expect(page.locator('.hit--section[href*="#the-cfo-asks"]').first).to_be_visible()


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
