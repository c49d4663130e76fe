"""What the search knows: every page with its sections, cut out of the HTML that readers see."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from canon.canon import Canon
from canon.node import run_script
from canon.question import Question
from canon.vocabulary import Vocabulary

HEADINGS = {"h1", "h2", "h3"}
LEFT_OUT = {"pre", "svg", "math", "script", "style", "nav", "button"}
VOID = {"br", "hr", "img", "input", "wbr", "meta", "link"}
BLOCKS = {"p", "li", "dd", "dt", "div", "td", "th", "tr", "h4", "blockquote", "section", "summary"}

WORKER = "worker.js"
DATA = "data"
"""The folder of what the worker loads, by version."""
SECTIONS_UP_TO = 230
"""Pages that are searched in the reader's memory; past that, titles come in shards and Pagefind has
the sections. 1 MB is the most that a phone shall fetch in the background: on synthetic pages
(scripts/many_pages.py) sections.json is 0.35 MB compressed at 83 questions, 0.86 MB at 200 and
1.08 MB at 250. All shards of 10,000 questions are 0.93 MB; a query needs some 60 KB of them."""


@dataclass(frozen=True)
class Section:
    """The text beneath one heading, up to the next one."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class SearchPage:
    """One page, as the search script takes it."""

    url: str
    """From the site's root."""
    title: str
    summary: str
    aliases: tuple[str, ...] = ()
    about: str = ""
    """Names of what the page belongs to."""
    level: str = ""
    category: str = ""
    deck: str = ""
    round: tuple[str, ...] = ()
    tradeoff: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


def question_page(question: Question, canon: Canon, html: str, url: str) -> SearchPage:
    """Describe a question's page. Names of terms that point to it find it too."""
    meta, vocabulary = question.meta, canon.vocabulary
    terms = [term for term in canon.glossary.terms.values() if question.id in term.see]
    category = vocabulary.categories[meta.category]
    dimensions = [pull.dimension for pull in meta.tradeoffs]
    about = [category.title, vocabulary.decks[category.deck].title]
    about += [vocabulary.rounds[name].title for name in meta.rounds]
    about += [vocabulary.dimensions[name].title for name in dimensions]
    return SearchPage(
        url=url,
        title=question.title,
        summary=meta.summary,
        aliases=(
            question.id.replace("-", " "),
            *meta.aliases,
            *(phrase for term in terms for phrase in term.phrases),
        ),
        about=" . ".join(about),
        level=meta.level.lower(),
        category=meta.category,
        deck=category.deck,
        round=tuple(meta.rounds),
        tradeoff=tuple(dimensions),
        sections=sections_of(html),
    )


def request(pages: Sequence[SearchPage], canon: Canon, pagefind: Path | None) -> dict[str, Any]:
    """Give what `scripts/search.mjs` reads: pages, groups of equal phrases, values of filters."""
    return {
        "pages": [asdict(page) for page in pages],
        "groups": [list(group) for group in canon.glossary.groups],
        "facets": facets(canon.vocabulary),
        "pagefind": str(pagefind) if pagefind else None,
    }


def write_search(
    project: Path,
    folder: Path,
    pages: Sequence[SearchPage],
    canon: Canon,
    sections_up_to: int = SECTIONS_UP_TO,
) -> None:
    """Write everything that readers' searches load.

    Raises:
        SetUpError: Node.js or a package isn't there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pagefind = folder.resolve() / "pagefind" if len(pages) > sections_up_to else None
    files = run_script(project, "search.mjs", request(pages, canon, pagefind))
    texts = {} if pagefind else _text_files(pages)
    for name, text in _versioned({**files, **texts}).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _versioned(files: dict[str, str]) -> dict[str, str]:
    """Put data under an address of its own, and tell the worker that.

    Pages have numbers in it: a reader's page that is older than the site may not mix two versions.
    """
    data = {name: text for name, text in files.items() if name.endswith(".json")}
    version = sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:8]
    scripts = {name: text for name, text in files.items() if name not in data}
    scripts[WORKER] = f'const VERSION = "{version}";\n{scripts[WORKER]}'
    return {**scripts, **{f"{DATA}/{version}/{name}": text for name, text in data.items()}}


def _text_files(pages: Iterable[SearchPage]) -> dict[str, str]:
    """Give each page's texts by anchor, from which excerpts are cut."""
    return {
        f"text/{number}.json": json.dumps(
            {section.anchor: section.text for section in page.sections}, ensure_ascii=False
        )
        for number, page in enumerate(pages)
    }


def facets(vocabulary: Vocabulary) -> dict[str, list[tuple[str, str]]]:
    """Give the values that results can be filtered by, each with its title."""
    titled = {
        "category": vocabulary.categories,
        "round": vocabulary.rounds,
        "tradeoff": vocabulary.dimensions,
        "deck": vocabulary.decks,
    }
    named = {
        name: [(value, entry.title) for value, entry in entries.items()]  # type: ignore[attr-defined]
        for name, entries in titled.items()
    }
    return {"level": [(level.lower(), level) for level in vocabulary.levels], **named}


def sections_of(html: str) -> tuple[Section, ...]:
    """Cut HTML into sections at headings that have an id, code and furniture left out."""
    cutter = _Cutter()
    cutter.feed(html)
    cutter.close()
    return tuple(section for section in cutter.sections() if section.heading or section.text)


@dataclass
class _Part:
    """A section in the making."""

    anchor: str
    heading: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class _Cutter(HTMLParser):
    """Walks over a page once."""

    def __init__(self) -> None:
        super().__init__()
        self.parts = [_Part("")]
        self.skipping: list[str] = []
        self.heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if self.skipping or tag in LEFT_OUT or _is_furniture(found):
            if tag not in VOID:
                self.skipping.append(tag)
        elif tag in HEADINGS and found.get("id"):
            # The page's own title stands in the index of titles.
            is_title = tag == "h1"
            self.parts.append(_Part("" if is_title else found["id"] or ""))
            self.heading = True
        elif tag in BLOCKS:
            self._target().append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.pop()
        elif tag in HEADINGS:
            self.heading = False

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self._target().append(data)

    def _target(self) -> list[str]:
        part = self.parts[-1]
        return part.heading if self.heading else part.text

    def sections(self) -> Iterable[Section]:
        for part in self.parts:
            heading = _joined(part.heading) if part.anchor else ""
            yield Section(part.anchor, heading, _joined(part.text))


def _is_furniture(attributes: dict[str, str | None]) -> bool:
    return "data-search-exclude" in attributes or attributes.get("class") == "headerlink"


def _joined(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())
