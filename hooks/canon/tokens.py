"""Words and the borders of sentences, found for a whole text at once, by arithmetic on arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
Places = NDArray[np.intp]
Flags = NDArray[np.bool_]

_LETTER, _JOINT, _MARK, _SPACE, _BLANK, _BEGIN, _BAR = (1 << bit for bit in range(7))
_CLASSES = {
    _LETTER: "abcdefghijklmnopqrstuvwxyz0123456789",
    _JOINT: "'.,-",
    _MARK: ".!?:;",
    _SPACE: "\t\n\v\f\r ",
    _BLANK: "\t ",
    _BEGIN: "\n-#|>*",
    _BAR: "|",
}
"""Classes of characters: within words and between their letters; at the end of a sentence, behind
it, and within a line; at the begin of an item, and around a table's cell."""
_OTHER = 128
"""Stands for every character that is in no class."""


def _table() -> bytes:
    table = bytearray(256)
    for each, characters in _CLASSES.items():
        for character in characters:
            table[ord(character)] |= each
    return bytes(table)


_TABLE = _table()


@dataclass(frozen=True)
class Tokens:
    """A text taken apart; every array of words stands in the text's order."""

    text: bytes
    """One byte for each character, in small letters, with one form of the apostrophe."""

    @classmethod
    def of(cls, text: str) -> Tokens:
        """Take a text apart."""
        codes = np.frombuffer(text.replace("’", "'").encode("utf-32-le"), np.uint32)
        return cls(np.minimum(codes, _OTHER).astype(np.uint8).tobytes().lower())

    def _are(self, kind: int) -> Flags:
        found: Flags = (self._classes & np.uint8(kind)) != 0
        return found

    @cached_property
    def _classes(self) -> NDArray[np.uint8]:
        return np.frombuffer(self.text.translate(_TABLE), np.uint8)

    @cached_property
    def _within(self) -> Flags:
        """Which characters belong to a word: letters, and a single joint between two letters."""
        letters = self._are(_LETTER)
        within = letters.copy()
        within[1:-1] |= self._are(_JOINT)[1:-1] & letters[:-2] & letters[2:]
        return within

    @cached_property
    def places(self) -> tuple[Places, Places]:
        """Where each word begins and ends in the text."""
        return _stretches(self._within)

    @cached_property
    def words(self) -> Numbers:
        """A number for each word, the same in every process."""
        return self._numbers(*self.places)

    def words_with(self, parts: Numbers) -> Flags:
        """Tell which words have, between their hyphens, a part among those given."""
        starts, ends = self.places
        hyphens = np.flatnonzero(self._within & (np.frombuffer(self.text, np.uint8) == ord("-")))
        # Few words have any; only those are taken apart.
        words = np.searchsorted(starts, hyphens, "right") - 1
        joined = np.unique(words)
        firsts = np.sort(np.concatenate((starts[joined], hyphens + 1)))
        lasts = np.sort(np.concatenate((ends[joined], hyphens)))
        found = _among(self.words, parts)
        are_given = _among(self._numbers(firsts, lasts), parts)
        found[np.searchsorted(starts, firsts[are_given], "right") - 1] = True
        return found

    def _numbers(self, starts: Places, ends: Places) -> Numbers:
        return _mixed(polynomials(self._sums, starts, ends))

    @cached_property
    def _sums(self) -> Numbers:
        return sums(np.frombuffer(self.text, np.uint8).astype(np.uint64))

    @cached_property
    def sentences(self) -> Places:
        """Which word each sentence begins with; at the end how many words there are."""
        starts, _ = self.places
        before = np.searchsorted(starts, self._borders())
        return np.unique(np.concatenate(([0], before, [len(starts)])))

    def _borders(self) -> Places:
        """Where a sentence ends: at its mark, before a blank line or an item, around a cell."""
        ends = self._are(_BAR)
        ends[:-1] |= self._are(_MARK)[:-1] & self._are(_SPACE)[1:]
        line_ends = np.flatnonzero(np.frombuffer(self.text, np.uint8) == ord("\n"))
        seen = np.flatnonzero(~self._are(_BLANK))
        following = np.searchsorted(seen, line_ends, "right")
        is_followed = following < len(seen)
        begins = self._are(_BEGIN)[seen[following[is_followed]]]
        ends[line_ends[is_followed][begins]] = True
        return np.flatnonzero(ends)


def _stretches(within: Flags) -> tuple[Places, Places]:
    """Where each unbroken row of true flags begins and ends."""
    edges = np.flatnonzero(np.diff(within, prepend=False, append=False))
    return edges[::2], edges[1::2]


def _among(numbers: Numbers, given: Numbers) -> Flags:
    """Tell which numbers are among a few given ones; for few, faster than `numpy.isin`."""
    if not len(given):
        return np.zeros(len(numbers), np.bool_)
    given = np.sort(given)
    nearest = np.minimum(np.searchsorted(given, numbers), len(given) - 1)
    found: Flags = given[nearest] == numbers
    return found


def sums(values: Numbers) -> Numbers:
    """Sum values times the powers of `_BASE`, up to each of them; 0 stands first."""
    summed = np.zeros(len(values) + 1, np.uint64)
    np.cumsum(values * _powers(_BASE, len(values)), out=summed[1:])
    return summed


def polynomials(summed: Numbers, starts: Places, ends: Places) -> Numbers:
    """Hash each stretch of values as a polynomial, from the sums of all.

    Powers of the base's inverse shift each to the beginning: equal stretches are equal wherever
    they stand. Arithmetic wraps at 64 bits, as hashing wants it (Karp and Rabin, 1987).
    """
    return (summed[ends] - summed[starts]) * _powers(_INVERSE, len(summed))[starts]


_BASE = 0x9E3779B97F4A7C15
"""The golden ratio in 64 bits: neighbors land far apart (Knuth, vol. 3, section 6.4)."""
_INVERSE = pow(_BASE, -1, 2**64)


def _powers(base: int, count: int) -> Numbers:
    """The first powers of a base, from 1."""
    return _power_table(base, 1 << count.bit_length())[:count]


@cache
def _power_table(base: int, count: int) -> Numbers:
    factors = np.full(count, base, np.uint64)
    factors[0] = 1
    return np.cumprod(factors)


def _mixed(numbers: Numbers) -> Numbers:
    """Spread numbers, so that polynomials of them don't collide (SplitMix64's last step)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
