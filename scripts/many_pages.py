"""Sites of any size for measuring the search: real pages, and synthetic ones made from them."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))

from canon.canon import Canon  # noqa: E402
from canon.search import DATA, SearchPage, Section, question_page  # noqa: E402

EXCHANGED = 0.3
"""The share of words that become another word of the real pages."""
INVENTED = 0.02
"""The share that become words of their own: 10,000 pages then have 280,000 different words among
27 million, where Heaps' law as measured on RCV1 (Manning, Raghavan, Schütze, Introduction to
Information Retrieval, 2008: 44 n^0.49) expects 190,000."""

_WORD = re.compile(r"\b[A-Za-z]{4,}\b")

CONFIG = """\
INHERIT: {root}/mkdocs.yml
docs_dir: {root}/docs
site_dir: {site}
hooks: [{root}/hooks/main.py]
theme: {{custom_dir: {root}/overrides}}
"""
STOCK = "plugins: [search, mermaid2: {javascript: vendor/mermaid.min.js}]\n"


def build_site(folder: Path, more: str = "") -> Path:
    """Build the real pages under a configuration of their own, and give the site's folder.

    Raises:
        CalledProcessError: The build failed.
    """
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "questions", folder / "questions")
    (folder / "mkdocs.yml").write_text(CONFIG.format(root=ROOT, site=folder / "site") + more)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    return folder / "site"


def search_data(site: Path) -> Path:
    """Give the folder of what the search of a built site loads."""
    [folder] = (site / "search" / DATA).iterdir()
    return folder


def read_pages(site: Path, canon: Canon) -> list[SearchPage]:
    """Give a built site's pages as its search was made from."""
    data = search_data(site)
    titles = _read(data / "titles.json")
    headings = _read(data / "sections.json")["sections"]
    pages = []
    for number, shown in enumerate(titles["pages"]):
        texts = _read(data / "text" / f"{number}.json")
        sections = tuple(
            Section(anchor, heading, texts[anchor])
            for page, anchor, heading in headings
            if page == number
        )
        question = canon.by_id.get(shown["url"].removeprefix("questions/").rstrip("/"))
        page = SearchPage(shown["url"], shown["title"], shown["summary"])
        page = question_page(question, canon, "", shown["url"]) if question else page
        pages.append(replace(page, sections=sections))
    return pages


def synthetic(pages: Sequence[SearchPage], count: int) -> list[SearchPage]:
    """Make pages out of the real questions, some words exchanged and some invented."""
    chance = random.Random(0)
    pages = [page for page in pages if page.level]
    text = " ".join(section.text for page in pages for section in page.sections)
    words = _WORD.findall(text)
    return [_changed(pages[i % len(pages)], i, words, chance) for i in range(count)]


def _changed(page: SearchPage, number: int, words: list[str], chance: random.Random) -> SearchPage:
    def change(match: re.Match[str]) -> str:
        drawn = chance.random()
        if drawn < INVENTED:
            return "".join(chance.choices("abcdefghijklmnoprstuvw", k=len(match[0])))
        return chance.choice(words) if drawn < EXCHANGED else match[0]

    def mixed(text: str) -> str:
        return _WORD.sub(change, text)

    return replace(
        page,
        url=f"{page.url}{number}/",
        title=mixed(page.title),
        summary=mixed(page.summary),
        aliases=tuple(mixed(alias) for alias in page.aliases),
        sections=tuple(
            Section(section.anchor, mixed(section.heading), mixed(section.text))
            for section in page.sections
        ),
    )


def stock_index(pages: Sequence[SearchPage], config: dict[str, Any]) -> dict[str, Any]:
    """Give the same pages in the form that the theme's search reads."""
    return {
        "config": config,
        "docs": [
            {
                "location": page.url + (f"#{section.anchor}" if section.anchor else ""),
                "title": section.heading or page.title,
                "text": f"<p>{escape(section.text)}</p>",
            }
            for page in pages
            for section in page.sections
        ],
    }


def _read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
