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


def read_written(
    folder: Path, vocabulary: Vocabulary
) -> tuple[dict[str, WrittenPage], list[Problem]]:
    """Read the pages that hold a diagram, and check each triage.

    Returns:
        The pages by their path beneath the folder, and every problem of their diagrams. What else a
        page may hold is the builder's to check.
    """
    pages: dict[str, WrittenPage] = {}
    problems: list[Problem] = []
    for source in _with_diagrams(folder):
        # Front matter has no fences.
        body, _ = parse_body(source, 0)
        triage, found = first_triage(body)
        problems += [*found, *seen_are_listed(body, triage, vocabulary)]
        pages[source.path.removeprefix(f"{folder.name}/")] = WrittenPage(source, body, triage)
    return pages, problems


def _with_diagrams(folder: Path) -> Iterator[Source]:
    for file in sorted(folder.rglob("*.md")):
        # One that can't be read is told of where its markers are looked at.
        source, _ = read_source(file, folder.parent)
        if source and ("```triage" in source.text or "```mermaid" in source.text):
            yield source
