"""The front end: what `scripts/front.mjs` makes one style sheet and the scripts from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_FAULT = ' id="__drawer" autocomplete="off"'
"""A checkbox has nothing to complete."""
_SEARCH_TOGGLE = re.compile(r'<input class="md-toggle" data-md-toggle="search"[^>]*>\s*')
_TAG = re.compile(r"<[a-zA-Z][^>]*>")
_WORD = re.compile(r"[\w-]+")


@dataclass
class FrontRequest:
    """Grows while pages are built."""

    styles: str = ""
    scripts: tuple[str, ...] = ()
    """Names of files in `docs/scripts/`."""
    words: set[str] = field(default_factory=set)
    """Every name in a tag of any page: a rule that selects none of them is left out."""

    def to_json(self, project: Path) -> dict[str, Any]:
        """Give what the script reads. Scripts set classes too, so that their words count."""
        sources = (project / "docs" / "scripts").rglob("*.js")
        spoken = {word for file in sources for word in _WORD.findall(file.read_text("utf-8"))}
        words = sorted(self.words | spoken)
        return {"styles": self.styles, "scripts": list(self.scripts), "words": words}


def without_faults(html: str) -> str:
    """Mend what the theme writes against the HTML standard, and what only its script would use."""
    return _SEARCH_TOGGLE.sub("", html).replace(_FAULT, ' id="__drawer"')


def words_of_tags(html: str) -> set[str]:
    """Find every word within the tags of a page: elements, classes, ids, attributes."""
    return {word for tag in _TAG.findall(html) for word in _WORD.findall(tag)}
