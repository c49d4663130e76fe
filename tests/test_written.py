"""Pages written by hand: what authors may put into them, and how readers get about."""

from __future__ import annotations

import pytest
from canon.build import load_all
from canon.canon import Canon
from canon.diagrams import Pictures
from canon.mathml import Converter
from canon.pages.written import compose_written
from conftest import PAGES, REAL_QUESTION, ROOT, Project
from playwright.sync_api import Browser, Page, Route, expect

TRIAGE = """\
```triage
title: The score fell. What first?
nodes:
  gap:
    ask: Is the gap wider?
    answers: {"yes": leaks, "no": seeds}
  leaks: {do: Look for leaks, see: choose-cache}
  seeds: {do: Repeat the seed}
```
"""


@pytest.fixture(scope="session")
def canon() -> Canon:
    loaded = load_all(ROOT, Converter(ROOT)).canon
    assert loaded is not None
    return loaded


def composed(canon: Canon, markdown: str) -> str:
    return compose_written(markdown, canon, "more.md", Pictures(ROOT))


def test_sections_beneath_the_marker_open_one_by_one(canon: Canon) -> None:
    asked = "### One?\n\nYes.\n\n### Two?\n\nNo.\n\n"
    page = composed(canon, f"## B\n\n<!-- canon: rungs -->\n\n{asked}## C\n\n### D\n")
    assert page.count("<details") == 2
    assert page.index("### Two?") < page.index("No.") < page.index("## C")
    assert page.endswith("## C\n\n### D\n")


def test_folding_loses_nothing_and_knows_code(canon: Canon) -> None:
    rungs = "### One?\n\n```text\n### no\n# no\n```\n\n### Two?\n\nNo."
    page = composed(canon, f"## B\n\n<!-- canon: rungs -->\n\nFirst.\n\n{rungs}")
    assert page.count("<details") == 2
    assert page.index("First.") < page.index("<details")
    assert "### no\n# no\n```" in page
    assert composed(canon, "## B\n\n<!-- canon: rungs -->\n\nText.\n").endswith("Text.\n")
    shown = "## B\n\n```text\n<!-- canon: rungs -->\n```\n\n### One?\n\nYes.\n"
    assert composed(canon, shown) == shown


def test_only_the_triage_that_was_read_is_replaced(project: Project) -> None:
    text = f"# More\n\n````text\n{TRIAGE}````\n\n{TRIAGE}"
    (project.root / "docs" / "index.md").write_text(text)
    project.draw()
    assert project.build().returncode == 0
    built = project.page("index.html")
    assert built.count('class="triage__outline"') == 1
    assert "title: The score fell" in built


def test_every_triage_is_listed_with_its_first_step(canon: Canon) -> None:
    page = composed(canon, "<!-- canon: triages -->\n")
    drawn = [question for question in canon.questions if question.triage]
    assert page.count("#triage)") == len(drawn) > 40
    for question in drawn:
        assert f"{question.path}#triage" in page


def test_a_page_may_hold_a_triage(project: Project) -> None:
    page = project.root / "docs" / "index.md"
    page.write_text(f"# Tiny\n\n{TRIAGE}\nWalked.\n")
    done = project.build()
    assert done.returncode == 1
    assert "docs/index.md:3:1: error picture-missing" in done.stderr
    project.draw()
    assert project.build().returncode == 0
    built = project.page("index.html")
    assert 'class="triage__outline"' in built
    assert built.count("<svg") > 1
    assert 'href="questions/choose-cache/"' in built


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"no": seeds', '"no": seed', "docs/more.md:6:3: error triage-target"),
        ("```\n", f"```\n\n{TRIAGE}", "docs/more.md:13:1: error triage-misplaced"),
        ("see: choose-cache", "see: choose-cash", "docs/more.md:9:36: error reference-unknown"),
    ],
)
def test_a_wrong_triage_stops_the_build(
    project: Project, before: str, after: str, told: str
) -> None:
    text = TRIAGE[::-1].replace(before[::-1], after[::-1], 1)[::-1]
    (project.root / "docs" / "more.md").write_text(f"# More\n\n{text}")
    done = project.build()
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unreadable_page_costs_no_picture(project: Project) -> None:
    page = project.root / "docs" / "index.md"
    page.write_text(f"# Tiny\n\n{TRIAGE}")
    project.draw()
    pictures = sorted((project.root / "questions" / "diagrams").iterdir())
    page.write_bytes(page.read_bytes() + b"\xff")
    project.draw()
    assert sorted((project.root / "questions" / "diagrams").iterdir()) == pictures
    done = project.build()
    assert "docs/index.md:12:1: error file-encoding" in done.stderr
    assert "picture-unused" not in done.stderr


def test_a_heading_may_be_called_like_a_dialog(page: Page, served: str) -> None:
    def with_headings(route: Route) -> None:
        answer = route.fetch()
        named = '<h2 id="search">Search?</h2><h2 id="keys">Keys?</h2>'
        route.fulfill(
            response=answer, body=answer.text().replace("<article", f"{named}<article", 1)
        )

    page.route(f"**/{REAL_QUESTION}", with_headings)
    page.goto(served + REAL_QUESTION)
    expect(page.get_by_role("tab")).to_have_count(3)
    page.keyboard.press("?")
    expect(page.locator("dialog.keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("body")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("dialog.search")).to_be_visible()
    page.keyboard.type("softmax")
    expect(page.get_by_role("option").first).to_be_visible()


def test_a_triage_can_be_started_again(chromium: Browser, served: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{served}triage/")
    now = page.locator(".triage__now")
    first = now.inner_text()
    page.get_by_role("button", name="Done, go on").click()
    page.get_by_role("button", name="no", exact=True).click()
    assert now.inner_text() != first
    page.get_by_role("button", name="Start again").click()
    assert now.inner_text() == first
    context.close()


def test_an_address_of_a_step_shows_it(page: Page, served: str) -> None:
    page.goto(f"{served}triage/#triage-mix")
    expect(page.locator("#triage-mix")).to_be_in_viewport()


def test_a_prompt_hides_its_answer_until_it_is_opened(page: Page, served: str) -> None:
    page.goto(f"{served}rapid-fire/")
    prompts = page.locator("details.rung")
    assert prompts.count() == 36
    answer = prompts.first.locator("p").last
    assert not answer.is_visible()
    prompts.first.locator("summary").click()
    assert answer.is_visible()


def test_the_brief_lays_out_only_what_is_shown(chromium: Browser, served: str) -> None:
    """Each of its questions that a script asked to measure would be laid out by itself."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(f"{served}brief/")
    page.locator("[data-count]").filter(has_text="questions").wait_for()
    metrics = {
        each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]
    }
    print(f"layouts {metrics['LayoutCount']:.0f}")
    assert metrics["LayoutCount"] < 20
    context.close()


@pytest.mark.parametrize("path", [path for path in PAGES if path != "404.html"])
def test_the_first_stop_skips_to_the_content(page: Page, served: str, path: str) -> None:
    page.goto(served + path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "md-skip"
