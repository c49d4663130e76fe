"""The vocabulary: decks, categories, dimensions, rounds and the manifest of all questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field

from canon.front_matter import read_model
from canon.markup import check_values
from canon.problems import Problem, nearest
from canon.schema import Identifier, Level, Part, Phrase, Sentence
from canon.source import Source, read_source

FILE = "questions/vocabulary.yml"


class Deck(Part):
    """A set of categories."""

    title: Phrase
    summary: Sentence


class Category(Part):
    """A set of questions that test the same thing."""

    title: Phrase
    deck: Identifier
    tests: Sentence
    """What an interviewer learns from questions of this kind."""
    weak: Sentence
    """What a weak answer in this category sounds like."""
    questions: Annotated[dict[Identifier, Phrase], Field(min_length=1)]
    """Ids and titles of all questions, written or not, in reading order."""


class Pole(Part):
    """One end of a dimension."""

    title: Phrase
    means: Phrase


class Dimension(Part):
    """An axis of tradeoff between two poles."""

    title: Phrase
    summary: Sentence
    poles: Annotated[dict[Identifier, Pole], Field(min_length=2, max_length=2)]


class Round(Part):
    """A kind of interview, and how it wants time to be spent."""

    title: Phrase
    minutes: Phrase
    speed: Phrase
    depth: Phrase
    red_flag: Phrase


class Vocabulary(Part):
    """Everything that questions refer to by id."""

    decks: dict[Identifier, Deck]
    categories: dict[Identifier, Category]
    levels: dict[Level, Sentence]
    rounds: dict[Identifier, Round]
    dimensions: dict[Identifier, Dimension]
    renamed: Annotated[dict[Identifier, Identifier], Field(default_factory=dict)]
    """Ids that questions had before, and their ids now: old addresses lead to the new ones."""

    @cached_property
    def manifest(self) -> dict[str, Listed]:
        """All questions by id, in reading order, with where they belong."""
        return {
            question: Listed(question, title, category)
            for category, entry in self.categories.items()
            for question, title in entry.questions.items()
        }

    @cached_property
    def ids_by_path(self) -> dict[str, str]:
        """All ids by the file that holds the question, written or not."""
        return {listed.path: id for id, listed in self.manifest.items()}

    def categories_of(self, deck: str) -> dict[str, Category]:
        """The categories of one deck, in reading order."""
        return {name: entry for name, entry in self.categories.items() if entry.deck == deck}


@dataclass(frozen=True)
class Listed:
    """A question as the manifest has it, written or not."""

    id: str
    title: str
    category: str

    @property
    def path(self) -> str:
        """The file that holds the question once it is written, from the project's root."""
        return f"questions/{self.category}/{self.id}.md"


def read_vocabulary(root: Path) -> tuple[Vocabulary | None, list[Problem]]:
    """Read `questions/vocabulary.yml` beneath the project's root."""
    source, problems = read_source(root / FILE, root)
    if source is None:
        return None, problems
    vocabulary, nodes, found = read_model(source, 0, len(source.text), Vocabulary)
    problems += [*found, *(check_values(source, nodes) if nodes else ())]
    if vocabulary is not None:
        problems += _check(source, vocabulary)
    return (None if problems else vocabulary), problems


def _check(source: Source, vocabulary: Vocabulary) -> list[Problem]:
    problems = []
    seen: set[str] = set()
    for name, category in vocabulary.categories.items():
        if category.deck not in vocabulary.decks:
            message = f'The category "{name}" names the deck "{category.deck}", which is unknown.'
            help = f"Decks: {', '.join(vocabulary.decks)}."
            span = source.line_span(source.text.find(f"\n  {name}:") + 1)
            problems.append(Problem("reference-unknown", span, message, help))
        for question in category.questions:
            if question in seen:
                span = source.line_span(source.text.rfind(f" {question}:") + 1)
                message = f'The id "{question}" is listed twice.'
                problems.append(Problem("id-duplicate", span, message, "Rename one of the two."))
            seen.add(question)
    for old, new in vocabulary.renamed.items():
        span = source.line_span(source.text.rfind(f" {old}:") + 1)
        if old in seen:
            message = f'The id "{old}" was renamed, and is used again.'
            help = "Choose another: old addresses must lead to what they led to."
            problems.append(Problem("id-reused", span, message, help))
        if new not in seen:
            message = f'"{old}" was renamed to "{new}", which isn\'t listed.'
            problems.append(Problem("reference-unknown", span, message, nearest(new, seen)))
    return problems
