"""Rules about what stands inside a section: lengths, lists, quotation marks, rungs."""

from __future__ import annotations

from collections.abc import Iterator

from canon.body import Body, Section, words
from canon.problems import Problem
from canon.question import BREATH, FOLLOW_UPS, STRONG_TELLS, WEAK_TELLS, bullets, levels_of
from canon.vocabulary import Vocabulary

BREATH_WORDS = (40, 75)
"""Half a minute of speech."""
LEVEL_WORDS = (90, 350)
RUNGS = (4, 6)
RUNG_WORDS = (40, 110)
MIN_TELLS = 4


def breath_is_speakable(body: Body, _: Vocabulary) -> Iterator[Problem]:
    """The answer in one breath fits half a minute."""
    section = body.section(BREATH)
    if section:
        yield from _budget(body, section, BREATH_WORDS)


def levels_are_complete(body: Body, _: Vocabulary) -> Iterator[Problem]:
    """Each level has one sentence, an answer in quotation marks, and a note."""
    for answer in levels_of(body):
        section = body.section(answer.level)
        if section is None or not section.text:
            continue
        yield from _budget(body, section, LEVEL_WORDS)
        if not (answer.shift and answer.answer and answer.note) or answer.shift.startswith('"'):
            message = f"{answer.level} lacks its sentence, its quoted answer or its note."
            help = (
                "Write one sentence that names the shift, the answer between double quotation "
                "marks as paragraphs of their own, and a note on what it earns and misses."
            )
            span = section.head
            yield Problem("level-incomplete", span, message, help)


def tells_are_lists(body: Body, _: Vocabulary) -> Iterator[Problem]:
    """Tells are lists of at least four."""
    for title in (STRONG_TELLS, WEAK_TELLS):
        section = body.section(title)
        if section and section.text and len(bullets(section.text)) < MIN_TELLS:
            found = len(bullets(section.text))
            message = f'"{title}" has {found} items, at least {MIN_TELLS} are expected.'
            span = section.head
            yield Problem("tells-few", span, message, "Write each as a line `- …`.")


def follow_ups_are_rungs(body: Body, _: Vocabulary) -> Iterator[Problem]:
    """The ladder has four to six rungs, each a question that is answered in short."""
    section = body.section(FOLLOW_UPS)
    if section is None or not section.text:
        return
    low, high = RUNGS
    if not low <= len(section.parts) <= high:
        message = f"The ladder has {len(section.parts)} rungs, {low} to {high} are expected."
        span = section.head
        yield Problem("rungs-count", span, message, "Write each rung as `### …?` with its answer.")
    for rung in section.parts:
        yield from _budget(body, rung, RUNG_WORDS)
        if not rung.title.endswith("?"):
            span = rung.head
            message = "A follow-up that isn't a question."
            yield Problem("rung-question", span, message, "End its heading with `?`.")


def _budget(body: Body, section: Section, budget: tuple[int, int]) -> Iterator[Problem]:
    count = words(section.text)
    low, high = budget
    if section.text and not low <= count <= high:
        message = f'"{section.title}" has {count} words, {low} to {high} are expected.'
        help = "Say more." if count < low else "Cut what a reader would skip."
        span = section.head
        yield Problem("words-budget", span, message, help)
