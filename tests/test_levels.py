"""One question in a real browser: its levels, its triage, its code, on paper."""

from __future__ import annotations

from conftest import REAL_QUESTION, visible_text
from playwright.sync_api import Browser, Page, expect


def shown_levels(page: Page) -> list[str]:
    return [level for level in ("l4", "l5", "l6") if visible_text(page, f".level--{level} .spoken")]


def test_levels_are_tabs_that_are_remembered(page: Page, served: str) -> None:
    page.goto(served + REAL_QUESTION)
    assert shown_levels(page) == ["l4"]
    page.get_by_role("tab", name="L5").click()
    assert shown_levels(page) == ["l5"]
    page.goto(served + "questions/disagreed-with-senior/")
    assert shown_levels(page) == ["l5"]


def test_an_address_beats_the_remembered_level(page: Page, served: str) -> None:
    page.goto(served + REAL_QUESTION)
    page.get_by_role("tab", name="L5").click()
    page.goto("about:blank")
    page.goto(served + REAL_QUESTION + "#l6")
    assert shown_levels(page) == ["l6"]
    assert page.locator("#l6").evaluate("node => node.getBoundingClientRect().top") < 400


def test_a_link_to_a_level_opens_it_every_time(page: Page, served: str) -> None:
    page.goto(served + REAL_QUESTION)
    for _ in range(2):
        page.locator('.shifts a[href="#l6"]').click()
        assert shown_levels(page) == ["l6"]
        page.get_by_role("tab", name="L4").click()
        assert shown_levels(page) == ["l4"]


def test_tabs_follow_the_arrow_keys(page: Page, served: str) -> None:
    page.goto(served + REAL_QUESTION)
    page.get_by_role("tab", name="L4").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="L5")).to_be_focused()
    expect(page.get_by_role("tab", name="L5")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("End")
    assert shown_levels(page) == ["l6"]
    panel = page.get_by_role("tabpanel")
    expect(panel).to_have_count(1)
    expect(panel).to_have_accessible_name("L6")


def test_the_chosen_level_shows_where_the_system_sets_the_colors(
    chromium: Browser, served: str
) -> None:
    context = chromium.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(served + REAL_QUESTION)
    colors = page.get_by_role("tab").evaluate_all(
        "tabs => tabs.map(tab => getComputedStyle(tab).backgroundColor)"
    )
    assert colors[0] != colors[1] == colors[2]
    context.close()


def test_levels_stand_side_by_side_where_there_is_room(page: Page, served: str) -> None:
    page.goto(served + REAL_QUESTION)
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
    page.goto(served + REAL_QUESTION)
    hidden = page.locator(".level[hidden]")
    values = hidden.evaluate_all("panels => panels.map(panel => panel.getAttribute('hidden'))")
    assert values == ["until-found", "until-found"]
    page.locator(".level--l6").dispatch_event("beforematch")
    assert shown_levels(page) == ["l6"]


def test_without_script_all_levels_stand_with_their_names(chromium: Browser, served: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served + REAL_QUESTION)
    for level in ("L4", "L5", "L6"):
        expect(page.get_by_role("heading", name=level, exact=False).first).to_be_visible()
        expect(page.locator(f".level--{level.lower()} .spoken")).to_be_visible()
    expect(page.locator(".triage__outline")).to_be_visible()
    expect(page.locator(".triage__chart")).to_be_visible()
    context.close()


def test_print_shows_all_levels_and_every_rung(page: Page, served: str) -> None:
    page.goto(served + REAL_QUESTION)
    page.emulate_media(media="print")
    assert shown_levels(page) == ["l4", "l5", "l6"]
    for rung in page.locator(".rung > p").all():
        assert rung.evaluate("node => node.getBoundingClientRect().height") > 0


# Triage


def test_the_stepper_walks_to_an_action_and_back(page: Page, served: str) -> None:
    page.goto(served + REAL_QUESTION)
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
    page.goto(served + REAL_QUESTION)
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
    page.goto(served + REAL_QUESTION)
    expect(page.locator(".triage__stepper")).to_be_visible()
    expect(page.locator(".triage__chart")).to_be_hidden()
    context.close()


def test_code_can_be_copied(chromium: Browser, served: str) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(served + REAL_QUESTION)
    page.get_by_role("button", name="Copy code 1").click()
    expect(page.get_by_role("button", name="Copied code 1")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("GPU_HOUR, GPUS = 2.50, 4")
    assert "#> 96: $0.57" in copied
    context.close()
