"""What a reader does besides reading one page: keys, light and dark, weight."""

from __future__ import annotations

import gzip
from pathlib import Path
from statistics import median

import pytest
from conftest import REAL_QUESTION
from playwright.sync_api import Browser, Page, expect

WITH_MATHS = "questions/logistic-regression-mle/"


# Keys, light and dark


def test_keys_are_listed_and_can_be_switched_off(page: Page, served: str) -> None:
    page.goto(served + REAL_QUESTION)
    page.keyboard.press("6")
    expect(page.get_by_role("tab", name="L6")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.get_by_label("Use single keys as shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("4")
    page.keyboard.press("/")
    expect(page.get_by_role("tab", name="L6")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".search")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator(".search__field")).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use single keys as shortcuts").check()


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


def test_a_phone_s_menu_keeps_the_keyboard(chromium: Browser, served: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{served}rapid-fire/")
    page.get_by_role("button", name="Menu").press("Enter")
    seen = []
    for _ in range(12):
        seen.append(page.evaluate(IN_DRAWER))
        page.keyboard.press("Tab")
    assert seen[0] is True
    # At the end of the row the browser's own controls follow.
    assert False not in seen
    page.get_by_role("button", name="Rapid fire").press("Enter")
    expect(page.locator(".md-sidebar--primary").get_by_text("Optimization")).to_be_in_viewport()
    page.get_by_role("button", name="Table of contents").press("Enter")
    expect(page.locator(".md-sidebar--primary").get_by_text("Glossary")).to_be_in_viewport()
    context.close()


IN_DRAWER = """() => {
  const here = document.activeElement
  if (here === document.body) return null
  const inside = here.closest(".md-sidebar--primary") !== null
  return inside && here.checkVisibility({visibilityProperty: true})
}"""


@pytest.mark.parametrize("path", ["", "rapid-fire/", "brief/", REAL_QUESTION])
def test_what_has_the_focus_has_a_ring(page: Page, served: str, path: str) -> None:
    page.goto(served + path)
    without = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name, style = page.evaluate(
            "[document.activeElement.outerHTML.slice(0, 80),"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        if style != "solid" and not name.startswith("<body"):
            without.append(name)
    assert without == []


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
    heaviest, middle = max(sizes, key=lambda name: sizes[name]), median(sizes.values())
    with capsys.disabled():
        print(f"\nquestion pages: {middle:.1f} KiB, at most {sizes[heaviest]:.1f} ({heaviest})")
    assert middle <= 19
    assert sizes[heaviest] <= 24


def test_the_brief_comes_in_two_round_trips(
    real_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new connection carries about 14, then 29 KB; more would put off the first paint."""
    size = weigh(real_site / "brief" / "index.html")
    with capsys.disabled():
        print(f"\nbrief: {size} bytes")
    assert size <= 43_300


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
