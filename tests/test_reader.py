"""What a reader does besides reading one page: brief, filters, keys, light and dark, weight."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from conftest import REAL_QUESTION
from playwright.sync_api import Browser, Page, expect

WITH_MATHS = "questions/logistic-regression-mle/"


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


# The index


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


# Keys, light and dark


def test_keys_are_listed_and_can_be_switched_off(page: Page, served: str) -> None:
    page.goto(served + REAL_QUESTION)
    page.keyboard.press("6")
    expect(page.get_by_role("tab", name="L6")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.get_by_label("Single keys act").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("4")
    page.keyboard.press("/")
    expect(page.get_by_role("tab", name="L6")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".search")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator(".search__field")).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Single keys act").check()


def test_dark_follows_the_machine_until_a_reader_chooses(chromium: Browser, served: str) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(served)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.get_by_role("button", name="Switch to light").click()
    page.goto(served + REAL_QUESTION)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    context.close()


def test_a_phone_s_menu_opens_by_keyboard(chromium: Browser, served: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(served)
    menu = page.get_by_role("button", name="Menu")
    menu.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    drawer = page.locator(".md-sidebar--primary")
    expect(drawer.get_by_role("link", name="Glossary")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_focused()
    expect(drawer.get_by_role("link", name="Glossary")).to_be_hidden()
    context.close()


# Weight. Sizes, requests and shifts are exact, so they are tests.

COMPRESSED = {".woff2", ".png", ".jpg"}


def weigh(file: Path) -> int:
    """Bytes that travel: compressed as static hosts do, unless the format is compressed already."""
    data = file.read_bytes()
    return len(data) if file.suffix in COMPRESSED else len(gzip.compress(data, 6))


def visit(page: Page, address: str, served: str, site: Path) -> dict[str, int]:
    """Open a page and give the bytes of each request."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address, wait_until="networkidle")
    paths = [url.removeprefix(served).split("?")[0] for url in requests]
    files = [site / (path + "index.html" if path.endswith("/") else path) for path in paths]
    return {path: weigh(file) for path, file in zip(paths, files, strict=True)}


@pytest.mark.parametrize("path", [REAL_QUESTION, WITH_MATHS])
def test_a_first_visit_is_light(
    page: Page, served: str, real_site: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = visit(page, served + path, served, real_site)
    total = sum(weights.values()) / 1024
    with capsys.disabled():
        print(f"\n{path} {total:.1f} KiB in {len(weights)} requests")
    assert total <= 140
    assert len(weights) <= 8


def test_every_question_is_light_after_the_first(
    real_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = {
        folder.name: weigh(folder / "index.html") / 1024
        for folder in (real_site / "questions").iterdir()
        if (folder / "index.html").exists()
    }
    heaviest = max(sizes, key=lambda name: sizes[name])
    with capsys.disabled():
        print(f"\nheaviest page: {heaviest}, {sizes[heaviest]:.1f} KiB")
    assert sizes[heaviest] <= 40


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(
    "path",
    ["", "questions/", "questions/?category=math", "brief/?for=l6", REAL_QUESTION, WITH_MATHS],
)
def test_nothing_shifts(chromium: Browser, served: str, path: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.add_init_script(
        """window.shifts = [];
        new PerformanceObserver(list => shifts.push(...list.getEntries().map(each => each.value)))
          .observe({type: "layout-shift", buffered: true});"""
    )
    page.goto(served + path, wait_until="networkidle")
    page.wait_for_timeout(300)
    assert sum(page.evaluate("shifts")) < 0.005
    context.close()


# Error paths


def test_a_mistyped_hash_stops_no_script(page: Page, served: str) -> None:
    page.goto(served + REAL_QUESTION + "#%")
    page.keyboard.press("/")
    expect(page.locator(".search__field")).to_be_focused()


def test_a_key_hides_no_level_side_by_side(page: Page, served: str) -> None:
    page.goto(served + REAL_QUESTION)
    page.get_by_role("button", name="Side by side").click()
    page.keyboard.press("5")
    assert page.locator(".level[hidden]").count() == 0


def test_the_list_is_shown_where_the_search_fails(page: Page, served: str) -> None:
    page.route("**/titles.json", lambda route: route.abort())
    page.goto(served + "questions/?words=softmax")
    expect(page.locator("[data-item]").first).to_be_visible()
