"""The front end: what `scripts/front.mjs` makes one style sheet and the scripts from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")
_FAULT = ' id="__drawer" autocomplete="off"'
"""A checkbox has nothing to complete."""
_SEARCH_TOGGLE = re.compile(r'<input class="md-toggle" data-md-toggle="search"[^>]*>\s*')
_PLAIN_TOKEN = re.compile(r'<span class="(?:n|nn|o|p|w)">([^<]*)</span>')
"""Names, operators, punctuation and space are as plain as what has no color."""
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


def front_request(sheets: Iterable[str], paths: Iterable[str]) -> FrontRequest:
    """Begin a request with the text of the style sheets, in order, and the paths of all files.

    Pages load the scripts in `scripts/`; what these are made of lies in folders beneath.
    """
    inside = [PurePosixPath(path).relative_to("scripts") for path in paths if _is_script(path)]
    names = tuple(path.name for path in inside if len(path.parts) == 1)
    return FrontRequest(styles=_SOURCE_MAP.sub("", "\n".join(sheets)), scripts=names)


def _is_script(path: str) -> bool:
    return path.startswith("scripts/") and path.endswith(".js")


def without_faults(html: str) -> str:
    """Mend what the theme writes against the HTML standard, and what only its script would use."""
    html = _SEARCH_TOGGLE.sub("", html).replace(_FAULT, ' id="__drawer"')
    return _without_gaps(html)


def _without_gaps(html: str) -> str:
    """Leave out the indentation around the article, where no text is preformatted."""
    before, mark, rest = html.partition("<article")
    inside, end, after = rest.rpartition("</article>")
    return _unindented(before) + mark + inside + end + _unindented(after)


def _unindented(html: str) -> str:
    lines = (line.strip(" \t") for line in html.split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def without_plain_tokens(html: str) -> str:
    """Take the tags from what code shows in no color of its own: up to 2 KB a page, compressed."""
    return _PLAIN_TOKEN.sub(r"\1", html)


def words_of_tags(html: str) -> set[str]:
    """Find every word within the tags of a page: elements, classes, ids, attributes."""
    return {word for tag in _TAG.findall(html) for word in _WORD.findall(tag)}
