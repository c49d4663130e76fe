"""Fixtures: tiny real projects, the real site built once, a real browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from browser import executable, launch
from many_pages import build_site
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "hooks" / "canon" / "example"
QUESTION = "questions/basics/choose-cache.md"

REAL_QUESTION = "questions/reduce-inference-cost-10x/"
PAGES = [
    "",
    "questions/",
    REAL_QUESTION,
    "categories/llm-systems/",
    "tradeoffs/",
    "tradeoffs/cost-value/",
    "tradeoffs/speed-depth/",
    "preparation/",
    "rapid-fire/",
    "frameworks/",
    "triage/",
    "glossary/",
    "brief/",
    "404.html",
]
"""One of each kind of the real site's pages."""

TINY_CONFIG = """\
INHERIT: {root}/mkdocs.yml
site_name: Tiny
site_url: http://127.0.0.1:{port}/
hooks: [{root}/hooks/main.py]
theme: {{custom_dir: {root}/overrides}}
nav: [index.md, brief.md]
extra_css: []
extra_javascript: []
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to rewrite golden files."""
    help = "rewrite the golden files with what is said now; review the change"
    parser.addoption("--update-golden", action="store_true", help=help)


@dataclass(frozen=True)
class Project:
    """A tiny project in a folder of its own."""

    root: Path

    @property
    def question(self) -> Path:
        return self.root / QUESTION

    @property
    def site(self) -> Path:
        return self.root / "site"

    def edit(self, before: str, after: str, path: str = QUESTION) -> None:
        """Replace one stretch of a file, which must be there."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert before in text
        file.write_text(text.replace(before, after, 1), encoding="utf-8", newline="")

    def build(self) -> subprocess.CompletedProcess[str]:
        """Build strictly, as `make site` does."""
        return mkdocs("build", "--strict", cwd=self.root)

    def draw(self) -> None:
        """Draw what isn't drawn, as `make diagrams` does."""
        command = [sys.executable, str(ROOT / "scripts/diagrams.py"), "--root", str(self.root)]
        subprocess.run(command, check=True, capture_output=True)

    def page(self, path: str) -> str:
        return (self.site / path).read_text(encoding="utf-8")


def mkdocs(
    *arguments: str, cwd: Path, site_url: str = "http://127.0.0.1:8000/"
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": site_url}
    command = [sys.executable, "-m", "mkdocs", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the tiny project."""
    root = tmp_path / "tiny"
    shutil.copytree(TINY, root)
    (root / "mkdocs.yml").write_text(TINY_CONFIG.format(root=ROOT, port=8000))
    return Project(root)


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built strictly, beneath a folder: it must work under a sub-path."""
    folder = tmp_path_factory.mktemp("www")
    arguments = ("build", "--strict", "--site-dir", str(folder / "canon"))
    done = mkdocs(*arguments, cwd=ROOT, site_url="http://127.0.0.1:8000/canon/")
    assert done.returncode == 0, done.stderr
    return folder / "canon"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def large_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real pages, searched as if they were too many for the reader's memory."""
    folder = tmp_path_factory.mktemp("large")
    return build_site(folder / "project", "extra: {sections_up_to: 1}\n")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder, and give its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def served(real_site: Path) -> Iterator[str]:
    """The address of the real site, under the sub-path /canon/."""
    with serving(real_site.parent) as address:
        yield f"{address}canon/"


@pytest.fixture(scope="session")
def large(large_site: Path) -> Iterator[str]:
    """The address of the site that Pagefind searches."""
    with serving(large_site) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser. Without one the test is left out, but never in CI."""
    with sync_playwright() as playwright:
        if executable(playwright) is None:
            if os.environ.get("CI") == "true":
                pytest.fail("CI has no browser.", pytrace=False)
            pytest.skip("No browser: run `make browser`.")
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A desk's window."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page in a desk's window."""
    return context.new_page()


def visible_text(page: Page, selector: str) -> bool:
    """Whether a reader sees the element: it has a size and isn't skipped by the renderer."""
    seen: bool = page.locator(selector).evaluate(
        "node => node.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})"
        " && node.getBoundingClientRect().height > 0"
    )
    return seen
