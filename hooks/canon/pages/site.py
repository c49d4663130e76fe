"""What pages share: addresses, links between them, templates."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from canon.canon import Canon
from canon.problems import nearest, visible
from canon.question import Question
from canon.rules.references import LINK

INDEX = "questions/index.md"
WITH_DIMENSION = "pulls"
"""The block whose marker names a dimension."""
RUNGS = "rungs"
"""The marker that computes nothing: the `###` sections beneath it open one by one."""

# The templates write Markdown, which has its own escaping; the rules keep HTML out of content.
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def _visible(text: str) -> str:
    """Show characters that can't be seen by their numbers, line by line."""
    return "\n".join(map(visible, text.split("\n")))


def _capital(text: str) -> str:
    """Begin with a capital and keep the rest: `k-nearest`, but `Kullback-Leibler`."""
    return text[:1].upper() + text[1:]


def _literal(text: str) -> str:
    """Write punctuation by its numbers, so that nothing in the text is markup."""
    return "".join(each if each.isalnum() or each == " " else f"&#{ord(each)};" for each in text)


_TEMPLATES.filters["literal"] = _literal
_TEMPLATES.filters["visible"] = _visible
_TEMPLATES.filters["capital"] = _capital


def category_page(category: str) -> str:
    """The virtual path of a category's page."""
    return f"categories/{category}.md"


BRIEF = "brief.md"
GLOSSARY = "glossary.md"


def dimension_page(dimension: str) -> str:
    """The virtual path of a dimension's page."""
    return f"tradeoffs/{dimension}.md"


def problem_page(code: str) -> str:
    """The virtual path of the page on one code of the check."""
    return f"problems/{code}.md"


@dataclass(frozen=True)
class Links:
    """Links from one page to others."""

    canon: Canon
    page: str
    """The virtual path of the page that links."""

    def path(self, target: str) -> str:
        """The relative path to another page's file."""
        return posixpath.relpath(target, posixpath.dirname(self.page) or ".")

    def question(self, id: str, text: str = "", anchor: str = "") -> str:
        """Link to a question or a place on its page; one that isn't written yet is plain text."""
        listed = self.canon.vocabulary.manifest[id]
        shown = text or listed.title
        if id not in self.canon.by_id:
            return shown
        return f"[{shown}]({self.path(listed.path)}{'#' if anchor else ''}{anchor})"

    def category(self, id: str) -> str:
        """Link to a category."""
        title = self.canon.vocabulary.categories[id].title
        return f"[{title}]({self.path(category_page(id))})"

    def dimension(self, id: str) -> str:
        """Link to a dimension."""
        title = self.canon.vocabulary.dimensions[id].title
        return f"[{title}]({self.path(dimension_page(id))})"

    def written(self, markdown: str, question: Question) -> str:
        """Turn an author's links into links from this page; to unwritten questions, into text."""
        folder = posixpath.dirname(question.path)
        files = self.canon.vocabulary.ids_by_path

        def keep(match: re.Match[str]) -> str:
            path, mark, anchor = match["target"].partition("#")
            target = posixpath.normpath(posixpath.join(folder, path))
            id = files.get(target)
            if id is None:
                return match[0]
            if id not in self.canon.by_id:
                return match["text"]
            return f"[{match['text']}]({self.path(target)}{mark}{anchor})"

        return LINK.sub(keep, markdown)


def render(template: str, **values: object) -> str:
    """Render one of the Markdown templates."""
    return _TEMPLATES.get_template(template).render(**values)


Block = Callable[[Canon, str, str], str]
"""Writes computed Markdown from the canon, the page's virtual path and the marker's argument."""

_MARKER = re.compile(r"^<!-- canon: (?P<name>[a-z-]+)(?: (?P<argument>[a-z0-9-]+))? -->$", re.M)
_LIKE_MARKER = re.compile(r"<!--\s*canon\b.*", re.IGNORECASE)


_SUMMARY = re.compile(r"<summary>.*?</summary>", re.DOTALL)
_PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_LINKED_HEADING = re.compile(rf"(?P<link><h3[^<>]*><a [^<>]*>[^<]*</a>){_PERMALINK.pattern}")


def without_needless_permalinks(html: str) -> str:
    """Take permalinks out of summaries and out of headings that lead elsewhere.

    A control within a control confuses a screen reader, and so does a second link in a heading.
    """
    html = _LINKED_HEADING.sub(r"\g<link>", html)
    return _SUMMARY.sub(lambda match: _PERMALINK.sub("", match[0]), html)


def fill_markers(markdown: str, canon: Canon, page: str, blocks: dict[str, Block]) -> str:
    """Put computed Markdown in the place of markers such as `<!-- canon: matrix -->`.

    A marker with a fault stays as it is; `marker_faults` tells of it.
    """

    def fill(match: re.Match[str]) -> str:
        if match["name"] not in blocks or _fault(match, canon, blocks):
            return match[0]
        return blocks[match["name"]](canon, page, match["argument"] or "")

    return _MARKER.sub(fill, markdown)


def marker_faults(canon: Canon, blocks: dict[str, Block]) -> Iterator[str]:
    """Tell of each marker that can't be filled: place, fault and mend."""
    for source in (page.source for page in canon.pages.values()):
        for match in _LIKE_MARKER.finditer(source.text):
            if fault := _fault(_MARKER.match(source.text, match.start()), canon, blocks):
                yield f"{source.span(match.start())}: {fault}"


def _fault(marker: re.Match[str] | None, canon: Canon, blocks: dict[str, Block]) -> str:
    if marker is None:
        return "This isn't a marker. Write `<!-- canon: name -->` on a line of its own."
    name, argument = marker["name"], marker["argument"]
    if name not in (known := [*blocks, RUNGS]):
        return f'No block is called "{name}". {nearest(name, known)}'
    if name != WITH_DIMENSION:
        return f'The block "{name}" takes no argument. Remove "{argument}".' if argument else ""
    poles, argument = canon.vocabulary.dimensions, argument or ""
    return (
        "" if argument in poles else f'"{argument}" is not a dimension. {nearest(argument, poles)}'
    )
