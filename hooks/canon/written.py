"""Pages written by hand beneath `docs/`: what the engine needs to know of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from canon.body import Body, parse_body
from canon.problems import Problem
from canon.rules.references import seen_are_listed
from canon.source import Source, read_source
from canon.triage import Triage, first_triage
from canon.vocabulary import Vocabulary

DOCS = "docs"
"""Where they stand, unless the site's configuration says otherwise."""


@dataclass(frozen=True)
class WrittenPage:
    """One page, as far as it holds diagrams."""

    source: Source
    body: Body
    triage: Triage | None
    """None where there is none, or where it has a problem."""


def read_written(
    folder: Path, vocabulary: Vocabulary
) -> tuple[dict[str, WrittenPage], list[Problem]]:
    """Read the pages, and check their fences and triages.

    Returns:
        The pages by their path beneath the folder, and the problems of those that can't be read, of
        fences and of triages. What else a page may hold is the builder's to check.
    """
    pages: dict[str, WrittenPage] = {}
    problems: list[Problem] = []
    for file in sorted(folder.rglob("*.md")):
        source, found = read_source(file, folder.parent)
        problems += found
        if source:
            page, found = _read(source, vocabulary)
            problems += found
            pages[file.relative_to(folder).as_posix()] = page
    return pages, problems


def _read(source: Source, vocabulary: Vocabulary) -> tuple[WrittenPage, list[Problem]]:
    # Front matter has no fences.
    body, problems = parse_body(source, 0)
    triage, found = first_triage(body)
    problems += [*found, *_further(body), *seen_are_listed(body, triage, vocabulary)]
    return WrittenPage(source, body, None if problems else triage), problems


def _further(body: Body) -> Iterator[Problem]:
    """Steps of two triages on one page would share their addresses."""
    for fence in [fence for fence in body.fences if fence.language == "triage"][1:]:
        span = body.source.line_span(fence.start)
        yield Problem("triage-misplaced", span, "A second triage.", "Keep one on a page.")
