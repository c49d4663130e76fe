"""What other programs read: structured data, a feed, and the site as plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.etree import ElementTree

from canon.canon import Canon
from canon.question import BREATH, Question
from canon.search import SECTIONS_UP_TO

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
_ATOM = "http://www.w3.org/2005/Atom"
_FEED_LENGTH = 30
_MARKS = re.compile(r"[*`]|\\[()]|\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Site:
    """What the site is called, where it stands and how it is searched."""

    name: str
    summary: str
    address: str
    """Ends with a slash."""
    sections_up_to: int = SECTIONS_UP_TO
    """With more pages than these the search changes; tests search the real pages that way."""
    is_local: bool = False
    """Whether the site is read from files."""


@dataclass(frozen=True)
class PlainPage:
    """A page as Markdown, beside the page itself."""

    url: str
    """From the site's root: empty or ending with a slash."""
    title: str
    summary: str
    text: str

    @property
    def path(self) -> str:
        """Where the text stands, from the site's root."""
        return f"{self.url}index.md"


def question_data(question: Question, canon: Canon, site: Site, url: str) -> str:
    """Write a question's structured data (schema.org) as JSON-LD that is safe within HTML.

    Every text of it stands on the page.
    """
    meta = question.meta
    category = canon.vocabulary.categories[meta.category]
    answer = {"@type": "Answer", "text": _plain(question.text(BREATH)), "url": url}
    asked = {"@type": "Question", "name": question.title, "acceptedAnswer": answer}
    resource = {
        "@type": "LearningResource",
        "name": question.title,
        "description": _plain(meta.probe),
        "url": url,
        "educationalLevel": meta.level,
        "about": category.title,
        "timeRequired": f"PT{question.minutes}M",
        "dateModified": meta.reviewed.isoformat(),
        "inLanguage": "en",
        "license": LICENSE,
        "isPartOf": {"@type": "WebSite", "name": site.name, "url": site.address},
        "hasPart": asked,
    }
    trail = [
        ("All questions", f"{site.address}questions/"),
        (category.title, f"{site.address}categories/{meta.category}/"),
        (question.title, url),
    ]
    crumbs = {"@type": "BreadcrumbList", "itemListElement": [*_crumbs(trail)]}
    data = {"@context": "https://schema.org", "@graph": [resource, crumbs]}
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def _crumbs(trail: Iterable[tuple[str, str]]) -> Iterable[dict[str, Any]]:
    for place, (name, item) in enumerate(trail, 1):
        yield {"@type": "ListItem", "position": place, "name": name, "item": item}


def _plain(markdown: str) -> str:
    """Take the marks out of one paragraph of Markdown."""
    return " ".join(_MARKS.sub(lambda match: match[1] or "", markdown).split())


def feed(canon: Canon, site: Site) -> str:
    """Write an Atom feed (RFC 4287) of the questions that were written or reviewed last."""
    latest = sorted(canon.questions, key=lambda each: each.meta.reviewed, reverse=True)
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed")
    newest = latest[0].meta.reviewed if latest else date(1970, 1, 1)
    _add(root, "title", site.name)
    _add(root, "subtitle", site.summary)
    _add(root, "id", site.address)
    _add(root, "updated", _moment(newest))
    _add(root, "link", href=site.address)
    _add(root, "link", rel="self", href=f"{site.address}feed.xml")
    _add(_add(root, "author"), "name", site.name)
    for question in latest[:_FEED_LENGTH]:
        _entry(root, question, site)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _entry(root: ElementTree.Element, question: Question, site: Site) -> None:
    address = f"{site.address}questions/{question.id}/"
    entry = _add(root, "entry")
    _add(entry, "title", question.title)
    _add(entry, "id", address)
    _add(entry, "link", href=address)
    _add(entry, "updated", _moment(question.meta.reviewed))
    _add(entry, "category", term=question.meta.category)
    _add(entry, "summary", question.meta.summary)


def _add(
    parent: ElementTree.Element, name: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text or None
    return element


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def llms_text(canon: Canon, site: Site, pages: Iterable[PlainPage]) -> str:
    """Write the list of plain pages for language models, as llmstxt.org proposes."""
    by_url = {page.url: page for page in pages}
    lines = [f"# {site.name}", "", f"> {site.summary}", ""]
    for deck, entry in canon.vocabulary.decks.items():
        in_deck = canon.vocabulary.categories_of(deck)
        written = [each for each in canon.questions if each.meta.category in in_deck]
        if written:
            lines += [f"## {entry.title}", ""]
            lines += [_line(by_url[f"questions/{each.id}/"], site) for each in written]
            lines.append("")
    others = [page for url, page in by_url.items() if not url.startswith("questions/")]
    lines += ["## Optional", "", *(_line(page, site) for page in others)]
    return "\n".join(lines) + "\n"


def _line(page: PlainPage, site: Site) -> str:
    return f"- [{page.title}]({site.address}{page.path}): {page.summary}"
