"""Words, shingles and borders of sentences: what the rules on substance compare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import cache

from canon.markup import without_maths
from canon.question import Question
from canon.yaml_nodes import scalars

WORD = re.compile(r"[a-z0-9]++(?:['’.,-][a-z0-9]++)*+")
"""A word in lower case. `canon.tokens` finds the same ones."""

_FUNCTION_WORDS = """
    a an and any are as at be been before but by can could did do does for from had has have how
    i i'd i'll i'm i've if in into is it it's its me more my no not of on one or our out over so
    some such than that the their them then there these they this those to too under up was we
    were what when where which while who whose why will with would you your after all also
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words that carry a sentence's shape and not its matter."""


def words_of(text: str) -> list[str]:
    """Split text into words in lower case."""
    return WORD.findall(text.lower())


def shingles(words: list[str], size: int) -> set[tuple[str, ...]]:
    """Every run of `size` words."""
    return set(zip(*(words[i:] for i in range(size)), strict=False))


def containment(one: Set[object], other: Set[object]) -> float:
    """The share of the smaller set that is in the larger (Broder, 1997); 0 where one is empty."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def shape(words: list[str]) -> list[str]:
    """Keep function words and blank the others: a template's shape survives new nouns."""
    return [word if word in FUNCTION_WORDS else "_" for word in words]


def written_stretches(question: Question) -> Iterator[tuple[int, str]]:
    """Every stretch of prose that the author wrote for this page, with where it begins.

    Sources, the addresses of links and maths are blank: two pages may rest on the same paper and
    the same equation.
    """
    for key in ("summary", "probe", "anti-patterns"):
        node = question.nodes.value(key)
        if node:
            for scalar in scalars(node):
                yield scalar.start, question.source.text[scalar.start : scalar.end]
    prose = without_maths(question.body.prose[question.body.start :])
    yield question.body.start, _ADDRESS.sub(lambda match: "]".ljust(len(match[0])), prose)


_ADDRESS = re.compile(r"\]\([^()\s]*\)")
_ENDINGS = ("", "s", "es", "ed", "ing", "ings")


@cache
def title_words(title: str) -> frozenset[str]:
    """The words of a title that carry its matter, with the commonest endings."""
    words = (word for word in words_of(title.replace("-", " ")) if word not in FUNCTION_WORDS)
    stems = {_stem(word) for word in words}
    return frozenset(stem + ending for stem in stems for ending in _ENDINGS)


def own_words(words: Iterable[str], title: str) -> frozenset[str]:
    """Find which of a page's words are its title's, hyphenated ones included."""
    own = title_words(title)
    found = set(words)
    hyphenated = {word for word in found if "-" in word and own & set(word.split("-"))}
    return frozenset((found & own) | hyphenated)


def masked(words: Iterable[str], own: frozenset[str]) -> tuple[str, ...]:
    """Blank a page's own title words, so that a template with the title pasted in stands out."""
    return tuple("_" if word in own else word for word in words)


@cache
def _stem(word: str) -> str:
    """Cut the commonest endings; enough to match a title's word in a sentence."""
    return re.sub(r"(?:ings?|ed|es|s)$", "", word) if len(word) > 4 else word
