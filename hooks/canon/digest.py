"""A page's words as numbers: many pages fit in memory, and pass from one process to another."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from canon.question import Question
from canon.wording import TOKEN, WORD, own_words, written_stretches

RUN = 8
"""Words in a row that two pages may not share. Twenty finished questions share 7 at most."""
MIN_SENTENCE = 6
"""Shorter sentences are idiom ("It depends on the workload.")."""

Numbers = NDArray[np.uint64]

_BLANK = np.uint64(1)
"""Stands for a word of the page's own title."""
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""The golden ratio in 64 bits: neighbors land far apart (Knuth, vol. 3, section 6.4)."""


@dataclass(frozen=True)
class Digest:
    """What pages are compared by."""

    runs: Numbers
    """A hash for each run of `RUN` words, in order."""
    firsts: NDArray[np.int64]
    """Which word each sentence begins with; at the end how many words there are."""
    keys: Numbers
    """For each sentence a hash of its words, the title's own blanked; 0 for one that is idiom, or
    long enough to be found as a run."""


def digest(question: Question) -> Digest:
    """Reduce a question to numbers, which are the same in every process."""
    text = "|".join(stretch for _, stretch in written_stretches(question))
    tokens = TOKEN.findall(text.lower())
    numbers = _numbers(tokens)
    is_border = np.isin(numbers, _BORDERS)
    borders, words = np.flatnonzero(is_border), numbers[~is_border]
    firsts = np.unique(np.concatenate(([0], borders - np.arange(len(borders)), [len(words)])))
    own = _numbers(own_words(set(tokens), question.title))
    return Digest(_runs(words), firsts, _keys(words, firsts, own))


def _numbers(tokens: Collection[str]) -> Numbers:
    """Number words without a table of all words: it would be large, and differ by process."""
    return np.fromiter(map(crc32, map(str.encode, tokens)), np.uint64, len(tokens))


_BORDERS = _numbers(".!?:;\n|")


def _runs(words: Numbers) -> Numbers:
    """Hash every run of words as a polynomial; arithmetic wraps at 64 bits, as hashing wants it."""
    count = max(0, len(words) - RUN + 1)
    hashed = np.zeros(count, np.uint64)
    for i in range(RUN if count else 0):
        hashed = hashed * _MULTIPLIER + words[i : i + count]
    return hashed


def _keys(words: Numbers, firsts: NDArray[np.int64], own: Numbers) -> Numbers:
    """Hash every sentence as a polynomial."""
    starts, lengths = firsts[:-1], np.diff(firsts)
    if not len(starts):
        return np.zeros(0, np.uint64)
    is_own = np.isin(words, own)
    places = np.arange(len(words)) - np.repeat(starts, lengths)
    powers = np.cumprod(np.full(lengths.max(), _MULTIPLIER))
    keys = np.add.reduceat(np.where(is_own, _BLANK, words) * powers[places], starts)
    has_own = np.logical_or.reduceat(is_own, starts)
    judged = (lengths >= MIN_SENTENCE) & (has_own | (lengths < RUN))
    return np.where(judged, keys, np.uint64(0))


def word_places(question: Question) -> Iterator[tuple[int, int]]:
    """Where each word that the digest counts begins and ends in the file."""
    for start, text in written_stretches(question):
        for match in WORD.finditer(text.lower()):
            yield start + match.start(), start + match.end()
