"""One question, read: front matter, sections and triage."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath

from canon.body import Body, Section, words
from canon.front_matter import split
from canon.schema import LEVELS, FrontMatter, Level
from canon.source import Source
from canon.triage import Triage
from canon.yaml_nodes import Mapping, parse_mapping

WORDS_PER_MINUTE = 220
"""Silent reading of dense non-fiction; a meta-analysis of 190 studies found 238 for plain text
(Brysbaert, 2019, Journal of Memory and Language 109)."""

BREATH = "In one breath"
WEAK = "Weak answer"
STRONG_TELLS = "Strong-hire tells"
WEAK_TELLS = "Down-level tells"
EXAMPLE = "Worked example"
STORY = "Worked story"
TRIAGE = "Triage"
REACT = "REACT"
REACT_MOVES = ("Reason", "Explain", "Align", "Compare", "Tie-back")
FOLLOW_UPS = "Follow-ups"

KNOWN_SECTIONS = (
    BREATH,
    WEAK,
    *LEVELS,
    STRONG_TELLS,
    WEAK_TELLS,
    EXAMPLE,
    STORY,
    TRIAGE,
    REACT,
    FOLLOW_UPS,
)


_AROUND = {BREATH, WEAK, *LEVELS, STRONG_TELLS, WEAK_TELLS, FOLLOW_UPS}
"""Sections that have a place of their own on the page and in the export."""


@dataclass(frozen=True)
class LevelAnswer:
    """What one level says."""

    level: Level
    shift: str
    """What this level adds, in one sentence."""
    answer: str
    """The spoken answer, as Markdown paragraphs without the quotation marks around them."""
    note: str
    """What the answer earns and what it still misses."""


@dataclass(frozen=True)
class Question:
    """A question whose file was read without a problem."""

    source: Source
    meta: FrontMatter
    body: Body
    triage: Triage | None
    read: Mapping | None = field(default=None, repr=False, compare=False)
    """The front matter with positions, where it is at hand."""

    @property
    def nodes(self) -> Mapping:
        """The front matter with positions, read again where it isn't at hand."""
        return self.read or _nodes_of(self.source)

    def lean(self) -> Question:
        """The same without what can be found again: many questions must fit in memory."""
        return replace(self, body=replace(self.body), read=None)

    @property
    def id(self) -> str:
        """The id, which is the file's name."""
        return PurePosixPath(self.source.path).stem

    @property
    def path(self) -> str:
        """The file's path from the project's root."""
        return self.source.path

    @property
    def title(self) -> str:
        """The question as an interviewer says it."""
        return self.meta.title

    def text(self, title: str) -> str:
        """The text of a section, or nothing."""
        section = self.body.section(title)
        return section.text if section else ""

    @cached_property
    def levels(self) -> tuple[LevelAnswer, ...]:
        """The three levels from L4 to L6."""
        return levels_of(self.body)

    @property
    def middle(self) -> tuple[Section, ...]:
        """Worked example, triage, REACT and the question's own sections, in the author's order."""
        return tuple(part for part in self.body.sections if part.title not in _AROUND)

    @property
    def follow_ups(self) -> tuple[Section, ...]:
        """The rungs of the ladder."""
        section = self.body.section(FOLLOW_UPS)
        return section.parts if section else ()

    @property
    def prose(self) -> str:
        """Everything that is said on the page outside of code."""
        meta = self.meta
        said = [text for item in meta.anti_patterns for text in (item.say, item.why, item.instead)]
        return "\n".join([meta.probe, *said, self.body.prose])

    @property
    def minutes(self) -> int:
        """Minutes to read the whole page, at least one."""
        meta = self.meta
        said = [text for item in meta.anti_patterns for text in (item.say, item.why, item.instead)]
        count = words(self.source.text[self.body.start :]) + words(" ".join([meta.probe, *said]))
        return max(1, round(count / WORDS_PER_MINUTE))


def _nodes_of(source: Source) -> Mapping:
    borders, _ = split(source)
    assert borders is not None
    nodes, _ = parse_mapping(source, *borders[:2])
    assert nodes is not None
    return nodes


def levels_of(body: Body) -> tuple[LevelAnswer, ...]:
    """Read the three levels of a body; one that is missing is empty."""
    sections = [(level, body.section(level)) for level in LEVELS]
    return tuple(parse_level(level, part.text if part else "") for level, part in sections)


_LAST_MARK = re.compile(r'"\s*(?:\n\s*\n|\Z)')


def parse_level(level: Level, text: str) -> LevelAnswer:
    """Split a level's section into its shift, the quoted answer and the note."""
    shift, _, rest = text.partition("\n\n")
    answer, note = rest.strip(), ""
    quoted = _LAST_MARK.search(answer, 1) if answer.startswith('"') else None
    if quoted:
        answer, note = answer[1 : quoted.start()], answer[quoted.end() :]
    # Typographers open every paragraph of one speech with a mark; the page sets its own two.
    answer = re.sub(r'(\n\s*\n)"', r"\1", answer)
    return LevelAnswer(level, " ".join(shift.split()), answer.strip(), note.strip())


def bullets(text: str) -> list[str]:
    """Split a Markdown list into its items, each on one line."""
    items = re.split(r"^[-*] +", text, flags=re.MULTILINE)
    return [" ".join(item.split()) for item in items[1:]]
