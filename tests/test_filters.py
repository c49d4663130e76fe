"""The list of questions and the brief, narrowed down: by words, by choices, in any order."""

from __future__ import annotations

import re

import pytest
from conftest import REAL_QUESTION
from playwright.sync_api import Browser, Page, Route, expect


def shown(page: Page) -> int:
    """How many items of a list a reader sees, which is what the page must tell."""
    # The filters come after the first paint.
    expect(page.locator("[data-count]")).not_to_be_empty()
    seen, told = page.evaluate(
        """() => [
            [...document.querySelectorAll("[data-item]")].filter(item => item.checkVisibility())
                .length,
            parseInt(document.querySelector("[data-count]").textContent),
        ]"""
    )
    assert seen == told
    return int(seen)


def test_the_count_is_what_is_visible_in_any_order_of_filters(page: Page, served: str) -> None:
    page.goto(served + "questions/")
    everything = shown(page)
    page.locator("[name=level]").select_option("l6")
    page.locator("[name=deck]").select_option("canon")
    some = shown(page)
    assert 0 < some < everything
    address = page.url
    page.goto(served + "questions/")
    page.locator("[name=deck]").select_option("canon")
    page.locator("[name=level]").select_option("l6")
    assert shown(page) == some
    page.goto(address)
    assert shown(page) == some


def test_what_is_chosen_before_the_filters_come_holds(page: Page, served: str) -> None:
    held: list[Route] = []
    page.route("**/scripts/filters.js*", lambda route: held.append(route))
    with page.expect_request("**/scripts/filters.js*"):
        page.goto(served + "questions/")
    page.locator("[name=level]").select_option("l6")
    held[0].continue_()
    expect(page.locator("[data-count]")).to_contain_text(" of ")
    assert shown(page) > 0
    assert page.url.endswith("?level=l6")


def test_words_filter_as_the_search_finds(page: Page, served: str) -> None:
    page.goto(served + "questions/")
    page.locator("[name=words]").fill("infernce cost")
    expect(page.locator(f'[data-url="{REAL_QUESTION}"]')).to_be_visible()
    expect(page.locator("[data-count]")).to_contain_text(" of ")
    assert shown(page) > 0
    page.reload()
    expect(page.locator("[name=words]")).to_have_value("infernce cost")
    expect(page.locator("[data-count]")).to_contain_text(" of ")
    assert shown(page) > 0


def test_an_empty_result_offers_what_to_drop(page: Page, served: str) -> None:
    page.goto(served + "questions/?category=coding&round=behavioral")
    assert shown(page) == 0
    page.get_by_role("button", name=re.compile("Drop round: Behavioral")).click()
    assert shown(page) > 0
    assert page.url.endswith("questions/?category=coding")


def test_keys_walk_through_the_list(page: Page, served: str) -> None:
    page.goto(served + "questions/?category=math")
    page.locator("[name=words]").focus()
    page.keyboard.press("ArrowDown")
    links = page.locator("[data-item] a:visible")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[name=words]")).to_be_focused()


@pytest.mark.parametrize(("order", "field"), [("level", "level"), ("reviewed", "reviewed")])
def test_the_list_can_be_sorted_and_put_back(
    page: Page, served: str, order: str, field: str
) -> None:
    page.goto(served + "questions/")
    read = "all => all.filter(each => each.checkVisibility()).map(each => each.dataset.url)"
    before = page.locator("[data-item]").evaluate_all(read)
    page.locator("[name=sort]").select_option(order)
    values = page.locator("[data-item]").evaluate_all(
        f"all => all.map(each => each.dataset.{field})"
    )
    assert values == sorted(values, reverse=order == "reviewed")
    page.locator("[name=sort]").select_option("")
    assert page.locator("[data-item]").evaluate_all(read) == before


def test_the_search_leads_to_the_same_filter(page: Page, served: str) -> None:
    page.goto(served)
    page.keyboard.press("/")
    page.keyboard.type("level:l6 cost", delay=10)
    expect(page.get_by_role("listbox")).to_have_attribute("aria-busy", "false")
    expect(page.get_by_role("option").first).to_be_visible()
    page.get_by_role("link", name="The same in the list").click()
    page.wait_for_url(re.compile(r"questions/\?level=l6&words=cost"))
    expect(page.locator("[data-count]")).to_contain_text(" of ")
    assert shown(page) > 0


def test_without_the_search_the_other_filters_still_narrow(page: Page, served: str) -> None:
    page.route("**/titles.json", lambda route: route.abort())
    page.goto(served + "questions/?category=math&words=softmax")
    expect(page.locator("[data-count]")).to_contain_text("couldn't be loaded")
    assert 0 < shown(page) < 10


# The brief


def test_the_brief_keeps_its_choice_in_the_address(page: Page, served: str) -> None:
    page.goto(served + "brief/")
    everything = shown(page)
    page.get_by_text("Only some categories").click()
    page.get_by_role("checkbox", name=re.compile("^Math")).check()
    page.get_by_role("radio", name="L6").check()
    assert 0 < shown(page) < everything
    expect(page.locator("[data-count]")).to_contain_text("min to read")
    assert page.url.endswith("brief/?category=math&for=l6")
    page.reload()
    assert shown(page) < everything
    lines = page.locator(".brief__shift:visible")
    assert lines.count() == shown(page)
    expect(lines.first).to_contain_text("L6")


def test_each_question_of_the_brief_has_its_lines(page: Page, served: str) -> None:
    page.goto(served + "brief/?category=math")
    for item in page.locator("[data-item]:visible").all():
        expect(item.locator(".brief__breath")).not_to_be_empty()
        assert item.locator(".brief__say").count() == 2
        assert item.locator(".brief__avoid").count() == 1
        expect(item.locator(".brief__next")).to_contain_text("?")


def test_eight_questions_print_on_one_sheet(page: Page, served: str) -> None:
    page.goto(served + "brief/?category=math&category=tradeoffs&for=l5")
    assert shown(page) == 8
    sheet = page.pdf(format="A4", prefer_css_page_size=False)
    # A sheet has two sides.
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) <= 2


def test_without_script_the_lists_are_all_there(chromium: Browser, served: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in ("questions/", "brief/"):
        page.goto(served + path)
        assert page.locator("[data-item]:visible").count() == page.locator("[data-item]").count()
        expect(page.locator(".filters")).to_be_hidden()
    context.close()
