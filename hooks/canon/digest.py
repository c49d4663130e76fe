"""A page's words as numbers: many pages fit in memory, and pass from one process to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from canon.question import Question
from canon.tokens import Numbers, Places, Tokens, polynomials, sums
from canon.wording import title_words, written_stretches

RUN = 8
"""Words in a row that two pages may not share. Seventy-four finished questions share 7 at most."""
MIN_SENTENCE = 6
"""Shorter sentences are idiom ("It depends on the workload.")."""

_BLANK = np.uint64(1)
"""Stands for a word of the page's own title."""


@dataclass(frozen=True)
class Digest:
    """What pages are compared by."""

    runs: Numbers
    """A hash for each run of `RUN` words, in order."""
    firsts: Places
    """Which word each sentence begins with; at the end how many words there are."""
    keys: Numbers
    """For each sentence a hash of its words, the title's own blanked; 0 for one that is idiom, or
    long enough to be found as a run."""


def digest(question: Question) -> Digest:
    """Reduce a question to numbers, which are the same in every process."""
    tokens = Tokens.of("|".join(stretch for _, stretch in written_stretches(question)))
    own = Tokens.of(" ".join(title_words(question.title))).words
    return Digest(_runs(tokens.words), tokens.sentences, _keys(tokens, own))


def _runs(words: Numbers) -> Numbers:
    """Hash every run of words."""
    starts = np.arange(max(0, len(words) - RUN + 1))
    return polynomials(sums(words), starts, starts + RUN)


def _keys(tokens: Tokens, own: Numbers) -> Numbers:
    """Hash every sentence, with the words that hold one of the title's blanked."""
    starts, ends = tokens.sentences[:-1], tokens.sentences[1:]
    is_own = tokens.words_with(own)
    keys = polynomials(sums(np.where(is_own, _BLANK, tokens.words)), starts, ends)
    own_before = np.concatenate(([0], np.cumsum(is_own)))
    has_own = own_before[ends] > own_before[starts]
    judged = (ends - starts >= MIN_SENTENCE) & (has_own | (ends - starts < RUN))
    return np.where(judged, keys, np.uint64(0))


def word_places(question: Question) -> Iterator[tuple[int, int]]:
    """Where each word that the digest counts begins and ends in the file."""
    for start, text in written_stretches(question):
        for first, end in zip(*Tokens.of(text).places, strict=True):
            yield start + int(first), start + int(end)
