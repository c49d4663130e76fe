"""A page written by hand, with everything that the engine puts into it."""

from __future__ import annotations

import re

from canon.canon import Canon
from canon.diagrams import Pictures, replace_fences
from canon.pages.blocks import BLOCKS
from canon.pages.question import with_chart
from canon.pages.site import RUNGS, Links, fill_markers, render

_FOLDED = re.compile(rf"^<!-- canon: {RUNGS} -->\n(?P<text>.*?)(?=^#{{1,2}} |\Z)", re.M | re.S)
_RUNG = re.compile(r"^### +(?P<title>.+?)[ \t]*\n(?P<text>.*?)(?=^### |\Z)", re.M | re.S)


def compose_written(markdown: str, canon: Canon, path: str, pictures: Pictures) -> str:
    """Compose the page at a path beneath `docs/`.

    Markers become computed blocks, fences become pictures, and what stands beneath the marker
    `rungs` becomes answers that open beneath their questions.
    """
    page = canon.pages.get(path)
    links = Links(canon, path)
    markdown = with_chart(markdown, page.triage if page else None, pictures, links)
    markdown = fill_markers(_FOLDED.sub(_fold, markdown), canon, path, BLOCKS)
    return replace_fences(markdown, pictures)


def _fold(section: re.Match[str]) -> str:
    rungs = [(rung["title"], rung["text"].strip()) for rung in _RUNG.finditer(section["text"])]
    return render("rungs.md", rungs=rungs) + "\n"
