"""The whole real site under a sub-path: links, ids, access, policy, narrow phones."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from canon.anchors import anchors
from canon.canon import load
from conftest import PAGES, REAL_QUESTION, ROOT
from playwright.sync_api import Browser, Page


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


LINES = """() => {
  const kinds = "p, li, dd, .questions__summary"
  const blocks = [...document.querySelectorAll(`article :is(${kinds})`)]
  return blocks.filter(block => block.checkVisibility()).flatMap(block => {
    const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
    const lines = new Map()
    while (walk.nextNode()) {
      if (walk.currentNode.parentElement.closest(kinds) !== block) continue
      for (let at = 0; at < walk.currentNode.length; at++) {
        const range = new Range()
        range.setStart(walk.currentNode, at)
        range.setEnd(walk.currentNode, at + 1)
        const bottom = Math.round(range.getBoundingClientRect().bottom / 12)
        lines.set(bottom, (lines.get(bottom) ?? 0) + 1)
      }
    }
    return [...lines.values()].slice(0, -1)
  })
}"""
"""How many characters each full line of text has: the last of a block isn't."""


@pytest.mark.parametrize("path", PAGES)
def test_a_line_has_about_75_characters(page: Page, served: str, path: str) -> None:
    page.goto(served + path)
    lines = sorted(page.evaluate(LINES))
    print(f"{path}: {lines[len(lines) // 2]} in the middle, at most {lines[-1]}")
    assert lines[-1] <= 90
    # Fewer lines have no middle.
    assert len(lines) < 10 or lines[len(lines) // 2] <= 78


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
    page.goto(served + REAL_QUESTION)
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
    assert "mermaid.min.js" not in (real_site / REAL_QUESTION / "index.html").read_text()
