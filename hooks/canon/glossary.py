"""The glossary: what acronyms mean, and the phrases that the search takes as equal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field

from canon.front_matter import read_model
from canon.markup import check_values
from canon.problems import Problem
from canon.schema import Identifier, Part, Phrase, Sentence
from canon.source import Source, read_source
from canon.vocabulary import Vocabulary

FILE = "questions/glossary.yml"


class Term(Part):
    """One entry of the glossary."""

    term: Phrase
    """As it is written on the pages: `KV cache`."""
    stands_for: Phrase | None = None
    means: Sentence
    also: tuple[Phrase, ...] = ()
    """Other names for the same thing; the search takes all of them as equal."""
    see: tuple[Identifier, ...] = ()
    """Questions in which the term matters most."""

    @property
    def phrases(self) -> tuple[str, ...]:
        """All names of the thing."""
        return (self.term, *([self.stands_for] if self.stands_for else []), *self.also)


class Glossary(Part):
    """All terms, and groups of phrases that mean the same but need no definition."""

    terms: dict[Identifier, Term] = Field(default_factory=dict)
    """By the anchor on the glossary's page."""
    synonyms: tuple[Annotated[tuple[Phrase, ...], Field(min_length=2)], ...] = ()

    @cached_property
    def groups(self) -> list[tuple[str, ...]]:
        """Every group of phrases that mean the same."""
        groups = [term.phrases for term in self.terms.values() if len(term.phrases) > 1]
        return [*groups, *self.synonyms]

    def terms_in(self, text: str) -> list[tuple[str, Term]]:
        """The terms that occur in a text as whole words, in the glossary's order."""
        return [
            (name, term)
            for name, term in self.terms.items()
            # A plain look first: expressions are slow, and most terms aren't there.
            if term.term in text
            and re.search(rf"(?<![\w-]){re.escape(term.term)}s?(?![\w-])", text)
        ]


def read_glossary(root: Path, vocabulary: Vocabulary) -> tuple[Glossary, list[Problem]]:
    """Read and check `questions/glossary.yml`; without that file the glossary is empty."""
    if not (root / FILE).exists():
        return Glossary(), []
    source, problems = read_source(root / FILE, root)
    if source is None:
        return Glossary(), problems
    glossary, nodes, found = read_model(source, 0, len(source.text), Glossary)
    problems += [*found, *(check_values(source, nodes) if nodes else ())]
    if glossary is None:
        return Glossary(), problems
    problems = [
        *problems,
        *_check_see(source, glossary, vocabulary),
        *_check_twice(source, glossary),
    ]
    return glossary, problems


def _check_see(source: Source, glossary: Glossary, vocabulary: Vocabulary) -> Iterator[Problem]:
    for name, term in glossary.terms.items():
        for id in term.see:
            if id not in vocabulary.manifest:
                message = f'The term "{name}" points to "{id}", which no list has.'
                help = "Name an id from vocabulary.yml."
                span = source.line_span(source.text.find(f"\n  {name}:") + 1)
                yield Problem("reference-unknown", span, message, help)


def _check_twice(source: Source, glossary: Glossary) -> Iterator[Problem]:
    """A phrase in two groups would make both mean the same."""
    seen: set[str] = set()
    for phrase in (phrase.lower() for group in glossary.groups for phrase in group):
        if phrase in seen:
            at = max(source.text.lower().rfind(phrase), 0)
            message = f'"{phrase}" stands in the glossary twice.'
            help = "Keep it in one group."
            yield Problem("reference-duplicate", source.line_span(at), message, help)
        seen.add(phrase)
