"""Rules on the substance of one question. Thresholds come from data; see `scripts/calibrate.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import combinations
from typing import NamedTuple

from canon.problems import Problem, Severity
from canon.question import STRONG_TELLS, WEAK_TELLS, Question
from canon.vocabulary import Vocabulary
from canon.wording import FUNCTION_WORDS, containment, shape, shingles, words_of

MAX_SHARED_WORDS = 0.6
"""Content words that two levels share. Seventy-four finished questions reach 0.42."""
MAX_SHARED_RUNS = 0.2
"""Runs of three words that two levels share. Seventy-four finished questions reach 0.08."""
MAX_SHARED_SHAPES = 0.3
"""Runs of seven words by shape that two levels share. Seventy-four finished ones reach 0.07."""

_PLACEHOLDERS = (
    (
        (
            *("TODO", "TBD", "FIXME", "XXX", "orem ipsum", "oming soon"),
            *("o be written", "o be added", "o be done"),
        ),
        re.compile(
            r"\b(?:TODO|TBD|FIXME|XXX|[Ll]orem ipsum|[Cc]oming soon"
            r"|[Tt]o be (?:written|added|done))"
        ),
    ),
    (("[",), re.compile(r"\[(?:[Ii]nsert|[Yy]our|[Dd]escribe|[Aa]dd) [^\]\n]*\]")),
    (("...", "…"), re.compile(r"^[ \t]*(?:[-*] )?(?:\.\.\.|…)[ \t]*$", re.MULTILINE)),
)
"""Each with plain strings: looking for those first is a hundred times faster."""
_VIRTUE = re.compile(
    r"\b(?:deep(?:ly)? (?:understand|think)\w*|thinks deeply|strong (?:grasp|understanding|sense)|"
    r"good (?:judgment|intuition|communication)|communicates (?:well|clearly)|clear thinker|"
    r"shows (?:ownership|maturity|leadership|depth|confidence)|thoughtful\w*|passion\w*|"
    r"rigorous\w*|confident\w*|holistic\w*|excellent|impressive\w*)\b",
    re.IGNORECASE,
)
"""A short, reviewed list. It can only find words; a reviewer finds the rest."""
_VIRTUOUS = (
    *("deep", "strong", "good", "communicates", "clear", "shows", "thoughtful", "passion"),
    *("rigorous", "confident", "holistic", "excellent", "impressive"),
)
"""Without any of these no virtue is named."""
_MEASURED = re.compile(
    r"[$€£]\d|\d[\d,.]*\s?(?:%|x\b|ms\b|s\b|seconds?|minutes?|hours?|days?|weeks?|months?|GB|MB|KB|"
    r"rows?|tokens?|users?|requests?|queries|points?|items?|examples?|labels?|dollars?)"
)


class _Measured(NamedTuple):
    """What two levels are compared by."""

    content: Set[object]
    runs: Set[object]
    shapes: Set[object]


_MEASURES = (
    ("words", MAX_SHARED_WORDS),
    ("runs of three words", MAX_SHARED_RUNS),
    ("shapes of sentences", MAX_SHARED_SHAPES),
)


def levels_differ(question: Question, _: Vocabulary) -> Iterator[Problem]:
    """No level repeats another, in words or in shape; a longer one that holds a shorter does."""
    spoken = {answer.level: _measured(words_of(answer.answer)) for answer in question.levels}
    for (one, first), (other, second) in combinations(spoken.items(), 2):
        overlap = _overlap(first, second)
        section = question.body.section(other)
        if overlap and section:
            message = f"{other} says much of what {one} says: {overlap}."
            help = f"Write what {other} does that {one} doesn't; it isn't {one} plus a sentence."
            also = question.body.section(one)
            other_head = also.head if also else None
            yield Problem("levels-alike", section.head, message, help, also=other_head)


def _measured(words: list[str]) -> _Measured:
    return _Measured(set(words) - FUNCTION_WORDS, shingles(words, 3), shingles(shape(words), 7))


def _overlap(first: _Measured, second: _Measured) -> str:
    """Say how two answers overlap too much, or nothing."""
    for (name, limit), one, other in zip(_MEASURES, first, second, strict=True):
        share = containment(one, other)
        if share > limit:
            return f"{share:.0%} of its {name}, at most {limit:.0%}"
    return ""


def nothing_is_left_to_write(question: Question, _: Vocabulary) -> Iterator[Problem]:
    """Placeholders say that the author means to come back."""
    start = question.body.start
    text = question.source.text[:start] + question.body.prose[start:]
    for hints, pattern in _PLACEHOLDERS:
        if not any(hint in text for hint in hints):
            continue
        for match in pattern.finditer(text):
            span = question.source.span(match.start(), match.end())
            message = f'"{match[0].strip()}" stands for something that isn\'t written.'
            yield Problem("text-placeholder", span, message, "Write it, or cut it.")


def tells_are_behavior(question: Question, _: Vocabulary) -> Iterator[Problem]:
    """An interviewer writes down what was done or said, not what it proves."""
    for title in (STRONG_TELLS, WEAK_TELLS):
        section = question.body.section(title)
        if section is None:
            continue
        text = question.source.text[section.heading.end : section.end]
        folded = text.casefold()
        if not any(word in folded for word in _VIRTUOUS):
            continue
        for match in _VIRTUE.finditer(text):
            at = section.heading.end + match.start()
            span = question.source.span(at, at + len(match[0]))
            message = f'"{match[0]}" names a virtue.'
            help = "Write what an interviewer would see or hear instead."
            yield Problem("tell-virtue", span, message, help, severity=Severity.WARNING)


def something_is_measured(question: Question, _: Vocabulary) -> Iterator[Problem]:
    """A page without a number with a unit, or a sample that runs, asserts everything."""
    runs = any(fence.language == "python" for fence in question.body.fences)
    if not runs and not _MEASURED.search(question.source.text, question.body.start):
        span = question.source.line_span(question.body.start)
        help = "Add a sample that runs, or a number with its unit."
        yield Problem("evidence-missing", span, "No number with a unit, and no sample.", help)
