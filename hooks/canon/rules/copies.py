"""Rules over all questions at once: no passage, sentence or follow-up stands on two pages.

Passages are found exactly, over all pairs: the hashes of every run of words of all pages are sorted
once, and equal ones from different pages are grown to whole passages (shingling as in Broder, 1997,
without sampling).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from canon.body import Section
from canon.digest import RUN, Digest, word_places
from canon.problems import Problem, Span
from canon.question import Question
from canon.tokens import Numbers
from canon.wording import masked, own_words, words_of


@dataclass(frozen=True)
class Page:
    """A question with its digest."""

    question: Question
    digest: Digest

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where each word begins and ends."""
        return list(word_places(self.question))

    def span(self, first: int, end: int) -> Span:
        """Where the words from `first` up to `end` stand."""
        return self.question.source.span(self.places[first][0], self.places[end - 1][1])

    def sentence_span(self, at: int) -> Span:
        """Where a sentence stands."""
        first, end = self.digest.firsts[at : at + 2]
        return self.span(int(first), int(end))


def check_copies(pages: Sequence[Page]) -> Iterator[Problem]:
    """Report every passage, sentence and follow-up that stands on two pages."""
    yield from _repeated_passages(pages)
    yield from _repeated_sentences(pages)
    yield from _repeated_follow_ups([page.question for page in pages])


def _repeated_passages(pages: Sequence[Page]) -> Iterator[Problem]:
    """Report each passage of at least `RUN` words that two pages share, once a pair."""
    for (later, earlier), places in _matches([page.digest.runs for page in pages]).items():
        for (first, length), (other, _) in _passages(places):
            message = f"{length} words in a row stand on {pages[earlier].question.path} too."
            help = "Say it once, on the page that owns it, and link there; or say what differs."
            also = pages[earlier].span(other, other + length)
            span = pages[later].span(first, first + length)
            yield Problem("text-copied", span, message, help, also=also)


def _matches(rows: Sequence[Numbers]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """For each pair of rows the places at which equal numbers stand, later row first; 0 is none.

    Each is compared with the first of its equals: whatever is in three rows is told twice.
    """
    repeated = _repeated(np.concatenate([*rows, np.zeros(2, np.uint64)]))
    pairs: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    firsts: dict[int, tuple[int, int]] = {}
    for i, row in enumerate(rows if len(repeated) else ()):
        for place in np.flatnonzero(np.isin(row, repeated)).tolist():
            first, other = firsts.setdefault(int(row[place]), (i, place))
            if first != i:
                pairs[i, first].append((place, other))
    return pairs


def _repeated(numbers: Numbers) -> Numbers:
    """Give the numbers that stand more than once, 0 left out; sorts in place."""
    numbers.sort()
    found = np.unique(numbers[1:][numbers[1:] == numbers[:-1]])
    repeated: Numbers = found[found != 0]
    return repeated


def _passages(
    places: list[tuple[int, int]],
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Join runs that overlap into passages: where each begins on both pages, and its words."""
    begun: tuple[int, int] | None = None
    last = (-2, -2)
    for place in sorted(places):
        if begun and (place[0], place[1]) != (last[0] + 1, last[1] + 1):
            yield _grown(begun, last)
            begun = None
        begun = begun or place
        last = place
    if begun:
        yield _grown(begun, last)


def _grown(
    begun: tuple[int, int], last: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    length = last[0] - begun[0] + RUN
    return (begun[0], length), (begun[1], length)


def _repeated_sentences(pages: Sequence[Page]) -> Iterator[Problem]:
    """Report sentences that are equal once each page's own title words are blanked."""
    for (later, earlier), places in _matches([page.digest.keys for page in pages]).items():
        page, first = pages[later], pages[earlier]
        path = first.question.path
        headings = {rung.heading.end for rung in page.question.follow_ups}
        for at, other in places:
            # Follow-ups are judged apart.
            if _ends_at(page, at, headings):
                continue
            message = f"With the title's words blanked, {path} has this sentence too."
            help = "Write what is true of this question only."
            also = first.sentence_span(other)
            yield Problem("text-template", page.sentence_span(at), message, help, also=also)


def _ends_at(page: Page, sentence: int, ends: set[int]) -> bool:
    """Whether a sentence is one of the headings that end at `ends`, but for its question mark."""
    _, end = page.places[int(page.digest.firsts[sentence + 1]) - 1]
    return any(end + distance in ends for distance in range(3))


def _repeated_follow_ups(questions: Sequence[Question]) -> Iterator[Problem]:
    """Report follow-ups that are asked on two pages."""
    seen: dict[tuple[str, ...], tuple[Question, Section]] = {}
    for question in questions:
        for rung in question.follow_ups:
            words = words_of(rung.title)
            key = masked(words, own_words(words, question.title))
            first, asked = seen.setdefault(key, (question, rung))
            if first is not question:
                message = f"{first.path} asks this follow-up too."
                help = "Ask what only this question leads to."
                yield Problem("rung-repeated", rung.head, message, help, also=asked.head)
