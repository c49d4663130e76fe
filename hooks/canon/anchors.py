"""The anchors of a question's page: what a link may lead to behind its `#`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import count

from canon.body import Section
from canon.question import Question

_GIVEN = ("levels", "anti-patterns", "read-next", "sources")
"""Headings that the page's template adds."""
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def anchors(question: Question) -> set[str]:
    """Give the ids of all headings and triage steps, as the site makes them."""
    pulls = question.meta.tradeoffs
    taken = {*_GIVEN, *(f"pull-{pull.dimension}" for pull in pulls)}
    taken |= {"pulls"} if pulls else set()
    taken |= {f"triage-{name}" for name in (question.triage.nodes if question.triage else ())}
    for title in (question.title, *_titles(question.body.sections)):
        taken.add(_unique(slug(title), taken))
    return taken


def _titles(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        yield section.title
        yield from _titles(section.parts)


def slug(title: str) -> str:
    """Make an id of a heading as Python-Markdown's table of contents does."""
    text = unicodedata.normalize("NFKD", unescape(_LINK.sub(r"\1", title)))
    plain = re.sub(r"[^\w\s-]", "", text.encode("ascii", "ignore").decode("ascii"))
    return re.sub(r"[-\s]+", "-", plain.strip().lower())


def _unique(id: str, taken: set[str]) -> str:
    """Number an id that is taken."""
    if id and id not in taken:
        return id
    return next(numbered for n in count(1) if (numbered := f"{id}_{n}") not in taken)
