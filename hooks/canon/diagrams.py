"""Diagrams: Mermaid in the source, a small SVG drawn ahead of time on the page.

A picture is kept under the hash of its source, so a changed source has no picture until it is
drawn again, and an unused picture belongs to no source.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from canon.drawing import unsafe_part
from canon.problems import Problem, Span
from canon.question import Question
from canon.source import read_source
from canon.triage import Step, Triage
from canon.written import WrittenPage

FOLDER = "questions/diagrams"
DRAWING = "3"
"""Raise it when the way of drawing changes: every picture is then drawn anew."""

_FENCE = re.compile(r"^```mermaid[ \t]*\n(?P<source>.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_WRAP = 22


@dataclass(frozen=True)
class Diagram:
    """One Mermaid source and where it stands."""

    source: str
    span: Span

    @property
    def name(self) -> str:
        """The file name of its picture."""
        return picture_name(self.source)


def picture_name(source: str) -> str:
    """The file name of the picture that belongs to a Mermaid source."""
    digest = hashlib.sha256(f"{DRAWING}\n{source.strip()}".encode()).hexdigest()
    return f"{digest[:16]}.svg"


class Pictures:
    """The pictures that are drawn so far."""

    def __init__(self, root: Path) -> None:
        """Take the project's root."""
        self.root = root
        self.folder = root / FOLDER

    def find(self, source: str) -> str | None:
        """Give the SVG that belongs to a source, or None for a draft."""
        name = picture_name(source)
        if not (self.folder / name).exists():
            return None
        svg, problems = self.read(name)
        return None if problems else svg

    def read(self, name: str) -> tuple[str, list[Problem]]:
        """Read one picture; pictures come with questions, and are trusted as little."""
        source, problems = read_source(self.folder / name, self.root)
        if source is None:
            return "", problems
        if part := unsafe_part(source.text):
            span = Span(source.path, 1, 1, 1, 2)
            message = f"The picture holds {part}, which no drawing does."
            help = "Delete it and run `make diagrams`."
            problems.append(Problem("picture-invalid", span, message, help))
        return source.text, problems

    def names(self) -> set[str]:
        """The file names of all pictures."""
        return {file.name for file in self.folder.glob("*.svg")}


def figure(source: str, pictures: Pictures) -> str:
    """Give the Markdown of one diagram: its picture, or a fence for Mermaid to draw in place."""
    svg = pictures.find(source)
    if svg is None:
        return f"```mermaid\n{source.strip()}\n```"
    return f'<figure class="diagram">{svg.strip()}</figure>'


def replace_fences(markdown: str, pictures: Pictures) -> str:
    """Put pictures in the place of `mermaid` fences."""
    return _FENCE.sub(lambda match: figure(match["source"], pictures), markdown)


def diagrams_of(page: Question | WrittenPage) -> Iterator[Diagram]:
    """Every diagram of one page, the triage's chart included."""
    text = page.source.text
    for fence in page.body.fences:
        span = page.source.line_span(fence.start)
        if fence.language == "mermaid":
            yield Diagram(text[fence.content_start : fence.content_end], span)
        elif fence.language == "triage" and page.triage:
            yield Diagram(flowchart(page.triage), span)


def check_pictures(
    pages: Iterable[Question | WrittenPage], pictures: Pictures, *, complete: bool
) -> Iterator[Problem]:
    """Report diagrams without a picture, pictures without a diagram, and unsafe pictures.

    Args:
        pages: Those whose diagrams are looked at.
        pictures: What is drawn.
        complete: Whether these are all pages: else a picture may belong to another.
    """
    drawn = pictures.names()
    for name in sorted(drawn):
        yield from pictures.read(name)[1]
    used: set[str] = set()
    for diagram in (each for page in pages for each in diagrams_of(page)):
        used.add(diagram.name)
        if diagram.name not in drawn:
            message = "This diagram isn't drawn, or has changed since."
            yield Problem("picture-missing", diagram.span, message, "Run `make diagrams`.")
    # Where one is missing, an unused one is most likely its older version.
    for name in sorted(drawn - used) if complete and used <= drawn else ():
        span = Span(f"{FOLDER}/{name}", 1, 1, 1, 2)
        message = "No diagram uses this picture."
        yield Problem("picture-unused", span, message, "Run `make diagrams`.")


def flowchart(triage: Triage) -> str:
    """Write a triage as a Mermaid flowchart: questions as rounded boxes, actions as plain ones."""
    lines = ["flowchart TD", f"accTitle: {triage.title}", f"accDescr: {_description(triage)}"]
    for name, step in triage.nodes.items():
        lines.append(f"{_key(name)}{_box(step)}")
    for name, step in triage.nodes.items():
        for answer, target in (step.answers or {}).items():
            lines.append(f'{_key(name)} -- "{_escape(answer)}" --> {_key(target)}')
        if step.then:
            lines.append(f"{_key(name)} --> {_key(step.then)}")
    asks = [_key(name) for name, step in triage.nodes.items() if step.ask]
    does = [_key(name) for name, step in triage.nodes.items() if step.do]
    lines += [f"class {','.join(asks)} ask", f"class {','.join(does)} do"]
    return "\n".join(lines) + "\n"


def _description(triage: Triage) -> str:
    asks = sum(1 for step in triage.nodes.values() if step.ask)
    return f"{asks} questions and {len(triage.nodes) - asks} actions, each named in the outline."


def _key(name: str) -> str:
    """Prefix the id: Mermaid reserves words such as `end`."""
    return f"n_{name.replace('-', '_')}"


def _box(step: Step) -> str:
    label = "<br/>".join(_escape(line) for line in textwrap.wrap(step.ask or step.do or "", _WRAP))
    return f'("{label}")' if step.ask else f'["{label}"]'


def _escape(label: str) -> str:
    """Write quotation marks and markup as Mermaid's entity codes."""
    codes = {'"': "#quot;", "<": "#lt;", ">": "#gt;", "#": "#35;"}
    return "".join(codes.get(character, character) for character in label)


def has_drafts(pages: Iterable[Question | WrittenPage], pictures: Pictures) -> bool:
    """Whether any diagram isn't drawn yet."""
    drawn = pictures.names()
    return any(diagram.name not in drawn for page in pages for diagram in diagrams_of(page))
