"""The body of a question: its headings and fences, found line by line with positions."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from canon.problems import Problem, Span
from canon.source import Source

_MARK = re.compile(r"#|[>\s]*(?:```|~~~)")
"""How a line begins that opens or closes a fence, or is a heading: few do."""
_FENCE = re.compile(r"^(`{3,}|~{3,})[ \t]*([^`\n]*)$")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_CODE_SPAN = re.compile(r"(`(?<![\\`]`)`*+)[^`\n]++(?:(?!\1(?!`))`++[^`\n]++)*+\1(?!`)")
"""As many backticks as open a span close it. What is taken is never given back: linear time.
It begins with a plain backtick, which is found much faster than what may stand before it."""
_PARAGRAPH = re.compile(r"(?:^[ \t]*+[^ \t\n].*\n?)++", re.MULTILINE)


@dataclass(frozen=True)
class Fence:
    """A fenced block."""

    language: str
    start: int
    """Index of its opening line."""
    end: int
    """Index after its closing line."""
    content_start: int
    content_end: int


@dataclass(frozen=True)
class Heading:
    """A heading outside of fences."""

    level: int
    title: str
    start: int
    end: int


@dataclass(frozen=True)
class Section:
    """A heading with everything beneath it, up to the next heading of its level or above."""

    source: Source = field(repr=False)
    heading: Heading
    end: int
    parts: tuple[Section, ...]
    """The sections one level down."""

    @property
    def title(self) -> str:
        """The heading's text."""
        return self.heading.title

    @property
    def head(self) -> Span:
        """Where the heading stands."""
        return self.source.span(self.heading.start, self.heading.end)

    @property
    def text(self) -> str:
        """All text beneath the heading, subsections included."""
        return self.source.text[self.heading.end : self.end].strip()


@dataclass(frozen=True)
class Body:
    """The body of one file."""

    source: Source = field(repr=False)
    start: int
    sections: tuple[Section, ...]
    fences: tuple[Fence, ...]
    preamble: tuple[int, int]
    """The stretch before the first section, which should be blank."""

    @cached_property
    def prose(self) -> str:
        """The whole source with front matter, fences and code spans blanked; indexes are kept."""
        text, at, parts = self.source.text, self.start, [" " * self.start]
        for fence in self.fences:
            parts += [text[at : fence.start], blank(text[fence.start : fence.end])]
            at = fence.end
        return without_code("".join([*parts, text[at:]]))

    def section(self, title: str) -> Section | None:
        """Find a section by its heading."""
        return next((section for section in self.sections if section.title == title), None)


def blank(text: str) -> str:
    """Put a space in the place of every character but line feeds."""
    return "\n".join(" " * len(line) for line in text.split("\n"))


def without_code(text: str) -> str:
    """Blank the code spans of Markdown; indexes are kept.

    Where a backtick has no partner on its line, it depends on the program and on the markup around
    it what is code. What looks like code there is kept, so that no check is blind to it.
    """
    blanked = _CODE_SPAN.sub(lambda match: blank(match[0]), text)
    if "`" not in blanked:
        return blanked

    def keep(paragraph: re.Match[str]) -> str:
        without = blanked[paragraph.start() : paragraph.end()]
        return paragraph[0] if "`" in without else without

    return _PARAGRAPH.sub(keep, text)


def words(text: str) -> int:
    """Count the words of Markdown prose, fenced blocks left out."""
    if "```" not in text and "~~~" not in text:
        return len(text.split())
    kept: list[str] = []
    marker = ""
    for line in text.splitlines():
        fence = _FENCE.match(line)
        if marker:
            marker = "" if _closes(line, marker) else marker
        elif fence:
            marker = fence[1]
        else:
            kept.append(line)
    return len(" ".join(kept).split())


def parse_body(source: Source, start: int) -> tuple[Body, list[Problem]]:
    """Parse the body that begins at index `start`."""
    scan = _Scan(source, start)
    scan.run()
    sections = _nest(source, scan.headings, len(source.text), level=2)
    first = scan.headings[0].start if scan.headings else len(source.text)
    body = Body(source, start, sections, tuple(scan.fences), (start, first))
    return body, scan.problems


@dataclass
class _Open:
    """A fence whose end hasn't come yet."""

    marker: str
    language: str
    line: int
    """Which line of the body opens it."""


class _Scan:
    """One pass over the lines, which goes back where a fence turns out to be left open."""

    def __init__(self, source: Source, start: int) -> None:
        self.source = source
        self.lines = source.text[start:].split("\n")
        self.starts = list(accumulate((len(line) + 1 for line in self.lines), initial=start))
        """Where each line begins. Only LF ends a line."""
        self.starts[-1] = len(source.text)
        self.marks = [at for at, line in enumerate(self.lines) if _MARK.match(line)]
        """The lines that matter."""
        self.headings: list[Heading] = []
        self.fences: list[Fence] = []
        self.problems: list[Problem] = []
        self.open: _Open | None = None

    def run(self) -> None:
        at, end = 0, len(self.lines)
        while at < end or self.open:
            mark = bisect_left(self.marks, at)
            at = self.marks[mark] if mark < len(self.marks) else end
            if self.open:
                at = self._inside(at, self.open) if at < end else self._left_open(at, self.open)
            elif at < end:
                at = self._outside(at)

    def _outside(self, at: int) -> int:
        line = self.lines[at]
        if fence := _FENCE.match(line):
            self.open = _Open(fence[1], fence[2].strip(" \t"), at)
        elif heading := _HEADING.match(line):
            start = self.starts[at]
            self.headings.append(Heading(len(heading[1]), heading[2], start, start + len(line)))
        elif not line.startswith("#"):
            self._refuse_fence(at)
        return at + 1

    def _refuse_fence(self, at: int) -> None:
        """Report what other programs may take for a fence: what follows is code only for some."""
        span = self.source.line_span(self.starts[at])
        message = "A fence that doesn't begin its line, or has a backtick behind it."
        help = "Begin the line with the marks, and let only the language follow."
        self.problems.append(Problem("fence-misplaced", span, message, help))

    def _inside(self, at: int, fence: _Open) -> int:
        line = self.lines[at]
        if _closes(line, fence.marker):
            self._close(fence, at, at + 1)
            return at + 1
        inner = _FENCE.match(line)
        # An opening line with a language inside a fence: the one before was left open.
        if inner and inner[2].strip() and inner[1] == fence.marker:
            return self._left_open(at, fence)
        return at + 1

    def _left_open(self, at: int, fence: _Open) -> int:
        """Report a fence without an end, and go on where its author most likely meant the end."""
        help = f"Close it with a line {fence.marker}"
        span = self.source.line_span(self.starts[fence.line])
        message = "This fence is never closed."
        self.problems.append(Problem("fence-unclosed", span, message, help))
        end = next((i for i in range(fence.line + 1, at) if self._looks_like_section(i)), at)
        self._close(fence, end, end)
        return end

    def _looks_like_section(self, at: int) -> bool:
        return self.lines[at].startswith("## ") and not self.lines[at - 1].strip()

    def _close(self, fence: _Open, last: int, after: int) -> None:
        start, inside, end = self.starts[fence.line], self.starts[fence.line + 1], self.starts[last]
        self.fences.append(Fence(fence.language, start, self.starts[after], inside, end))
        self.open = None


def _closes(line: str, marker: str) -> bool:
    """A fence is closed by the marks that opened it, as the site's Markdown reads it."""
    return line.rstrip(" \t") == marker


def _nest(source: Source, headings: list[Heading], end: int, level: int) -> tuple[Section, ...]:
    """Group headings into sections of `level`; a shallower heading counts as one of `level`."""
    tops = [i for i, heading in enumerate(headings) if heading.level <= level]
    sections: list[Section] = []
    for position, i in enumerate(tops):
        following = tops[position + 1] if position + 1 < len(tops) else len(headings)
        stop = headings[following].start if following < len(headings) else end
        parts = _nest(source, headings[i + 1 : following], stop, level + 1) if level < 6 else ()
        sections.append(Section(source, headings[i], stop, parts))
    return tuple(sections)
