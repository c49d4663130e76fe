"""Rules about which sections a question has, and in what order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from canon.body import Body
from canon.problems import Problem, closest
from canon.question import (
    BREATH,
    EXAMPLE,
    FOLLOW_UPS,
    KNOWN_SECTIONS,
    REACT,
    REACT_MOVES,
    STORY,
    STRONG_TELLS,
    TRIAGE,
    WEAK,
    WEAK_TELLS,
    Question,
)
from canon.schema import LEVELS
from canon.vocabulary import Vocabulary

REQUIRED = (BREATH, *LEVELS, STRONG_TELLS, WEAK_TELLS, FOLLOW_UPS)
TRADEOFF_CATEGORY = "tradeoffs"


def preamble_is_blank(body: Body, _: Vocabulary) -> Iterator[Problem]:
    """Text between the front matter and the first section would be shown nowhere."""
    start, end = body.preamble
    text = body.source.text[start:end]
    if text.strip():
        at = start + len(text) - len(text.lstrip())
        help = f"Move it into a section; the first is `## {BREATH}`."
        message = "Text before the first section."
        yield Problem("text-misplaced", body.source.line_span(at), message, help)


def sections_stand_in_order(body: Body, _: Vocabulary) -> Iterator[Problem]:
    """Each known section stands once, in the order of the guide; extras between their neighbors."""
    last_rank, last_title = -1.0, ""
    seen: dict[str, int] = {}
    for section in body.sections:
        title = section.title
        if section.heading.level != 2:
            yield Problem("section-level", section.head, "A heading of level 1.", "Write `## …`.")
            continue
        if title in seen:
            first = body.source.line_span(seen[title])
            message = f'The section "{title}" stands twice.'
            yield Problem("section-duplicate", section.head, message, "Merge the two.", also=first)
            continue
        seen[title] = section.heading.start
        if meant := _meant(title):
            message = f'"{title}" is not the name of a section.'
            yield Problem("section-name", section.head, message, f'Did you mean "{meant}"?')
            continue
        rank = _rank(title)
        if rank < last_rank:
            message = f'The section "{title}" comes after "{last_title}".'
            help = f'Move it before "{last_title}".'
            yield Problem("section-order", section.head, message, help)
        else:
            last_rank, last_title = rank, title


def _rank(title: str) -> float:
    """Extras share a place with triage and REACT: after the worked example, before follow-ups."""
    if title in KNOWN_SECTIONS:
        rank = KNOWN_SECTIONS.index(title)
        between = (KNOWN_SECTIONS.index(TRIAGE), KNOWN_SECTIONS.index(REACT))
        return between[0] if rank in between else rank
    return KNOWN_SECTIONS.index(TRIAGE)


@cache
def _meant(title: str) -> str | None:
    """An extra whose name is a known one but for case, hyphens or a letter or two is a slip."""
    if title in KNOWN_SECTIONS:
        return None
    folded = {known.lower().replace("-", " "): known for known in KNOWN_SECTIONS}
    slip = folded.get(" ".join(title.lower().replace("-", " ").split()))
    # Short names such as "L4" are near to too much.
    return slip or (closest(title, KNOWN_SECTIONS) if len(title) > 6 else None)


def _present(body: Body) -> set[str]:
    """The sections that are there, under their own names or misspelled."""
    titles = {section.title for section in body.sections}
    return titles | {meant for title in titles if (meant := _meant(title))}


def sections_are_filled(body: Body, _: Vocabulary) -> Iterator[Problem]:
    """Required sections are there, and none is empty."""
    present = _present(body)
    for title in REQUIRED:
        if title not in present:
            end = body.source.line_span(max(len(body.source.text) - 1, 0))
            message = f'The section "{title}" is missing.'
            yield Problem("section-missing", end, message, f"Add `## {title}`.")
    for section in body.sections:
        if not section.text:
            message = f'The section "{section.title}" is empty.'
            help = "Write it." if section.title in REQUIRED else "Write it, or delete the heading."
            yield Problem("section-empty", section.head, message, help)


def shape_has_its_parts(question: Question, _: Vocabulary) -> Iterator[Problem]:
    """What kind of answer it is decides which further sections it needs."""
    needed = [STORY] if question.meta.shape == "story" else [EXAMPLE]
    if question.meta.shape in ("diagnosis", "choice"):
        needed.append(TRIAGE)
    if question.meta.category == TRADEOFF_CATEGORY:
        needed += [WEAK, REACT]
    key = question.nodes.key("shape")
    start = key.start if key else 0
    present = _present(question.body)
    for title in needed:
        if title not in present:
            message = f'A {question.meta.shape} in {question.meta.category} needs "{title}".'
            help = f"Add `## {title}`, or change the shape."
            yield Problem("section-missing", question.source.line_span(start), message, help)


def react_has_five_moves(body: Body, _: Vocabulary) -> Iterator[Problem]:
    """REACT's five moves stand as headings, in order."""
    section = body.section(REACT)
    if section is None:
        return
    moves = tuple(part.title for part in section.parts)
    if moves != REACT_MOVES:
        message = f"REACT has the moves {', '.join(moves) or 'none'}."
        help = f"Write `### {'`, `### '.join(REACT_MOVES)}`, in this order."
        yield Problem("react-moves", section.head, message, help)
