"""A page written by hand, with everything that the engine puts into it."""

from __future__ import annotations

import re

from canon.body import Section, parse_body
from canon.canon import Canon
from canon.diagrams import Pictures, replace_fences
from canon.pages.blocks import BLOCKS
from canon.pages.question import with_chart
from canon.pages.site import RUNGS, Links, fill_markers, render
from canon.source import Source

_MARKER = re.compile(rf"^<!-- canon: {RUNGS} -->$", re.MULTILINE)


def compose_written(markdown: str, canon: Canon, path: str, pictures: Pictures) -> str:
    """Compose the page at a path beneath `docs/`.

    Markers become computed blocks, fences become pictures, and what stands beneath the marker
    `rungs` becomes answers that open beneath their questions.
    """
    page = canon.pages.get(path)
    links = Links(canon, path)
    markdown = with_chart(markdown, page.triage if page else None, pictures, links)
    markdown = fill_markers(_with_rungs(markdown), canon, path, BLOCKS)
    return replace_fences(markdown, pictures)


def _with_rungs(markdown: str) -> str:
    """Fold what stands beneath each marker, up to the end of its section."""
    body, _ = parse_body(Source("", markdown), 0)
    parts, at = [], 0
    for section in body.sections:
        end = section.parts[0].heading.start if section.parts else section.end
        marker = _MARKER.search(markdown, section.heading.end, end)
        is_code = marker and any(each.start < marker.start() < each.end for each in body.fences)
        if marker and section.parts and not is_code:
            before = markdown[at : marker.start()] + markdown[marker.end() : end]
            parts += [before, _ladder(section.parts)]
            at = section.end
    return "".join([*parts, markdown[at:]])


def _ladder(rungs: tuple[Section, ...]) -> str:
    return render("rungs.md", rungs=[(rung.title, rung.text) for rung in rungs]) + "\n"
