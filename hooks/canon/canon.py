"""The canon: all questions and the vocabulary, read and checked in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from canon.glossary import Glossary
from canon.problems import Problem, Severity, Span, in_order
from canon.question import Question
from canon.reading import read_all, without_collector
from canon.rules.allowances import apply_allowances
from canon.rules.copies import Page, check_copies
from canon.rules.headings import check_anchors
from canon.schema import Pull
from canon.vocabulary import Listed, Vocabulary, read_vocabulary
from canon.written import WrittenPage

QUESTIONS = "questions"


@dataclass(frozen=True)
class Canon:
    """Everything that pages are made of."""

    vocabulary: Vocabulary
    questions: tuple[Question, ...]
    """In the manifest's order."""
    glossary: Glossary = field(default_factory=Glossary)
    pages: Mapping[str, WrittenPage] = field(default_factory=dict)
    """Pages written by hand, by path beneath `docs/`."""

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Written questions by id."""
        return {question.id: question for question in self.questions}

    def in_category(self, category: str) -> list[Question]:
        """Written questions of one category, in reading order."""
        return [question for question in self.questions if question.meta.category == category]

    def missing(self) -> list[Listed]:
        """Listed questions that aren't written yet."""
        listed = self.vocabulary.manifest.values()
        return [entry for entry in listed if entry.id not in self.by_id]

    def pulls(self, dimension: str) -> list[tuple[Question, Pull]]:
        """Every pull on one dimension, with its question."""
        return [
            (question, pull)
            for question in self.questions
            for pull in question.meta.tradeoffs
            if pull.dimension == dimension
        ]

    def meeting(self, one: str, other: str) -> list[Question]:
        """Questions that pull on both dimensions; for one and the same, on that one alone."""
        wanted = {one, other}
        return [
            question
            for question in self.questions
            if (have := {pull.dimension for pull in question.meta.tradeoffs}) >= wanted
            and (one != other or have == wanted)
        ]

    @property
    def with_diagrams(self) -> list[Question | WrittenPage]:
        """Everything that may hold a diagram."""
        return [*self.questions, *self.pages.values()]

    def neighbours(self, question: Question) -> tuple[Question | None, Question | None]:
        """The written questions before and after one in its category."""
        row = self.in_category(question.meta.category)
        at = row.index(question)
        before = row[at - 1] if at > 0 else None
        return before, row[at + 1] if at + 1 < len(row) else None


def load(root: Path) -> tuple[Canon | None, list[Problem]]:
    """Read and check everything beneath `root / "questions"`.

    Returns:
        The canon of all questions that were read without a problem, or None where the vocabulary
        can't be read; and every problem of every file, in order.
    """
    vocabulary, problems = read_vocabulary(root)
    if vocabulary is None:
        return None, in_order(problems)
    files = sorted((root / QUESTIONS).rglob("*.md"))
    duplicates = {problem.span.path: problem for problem in _duplicate_ids(files, root)}
    problems.extend(duplicates.values())
    files = [file for file in files if file.relative_to(root).as_posix() not in duplicates]
    pages: list[Page] = []
    with without_collector():
        for read in read_all(files, root, vocabulary):
            problems.extend(read.problems)
            if read.question and read.digest:
                pages.append(Page(read.question, read.digest))
        problems.extend(check_copies(pages))
    questions = [page.question for page in pages]
    problems.extend(check_anchors(questions))
    problems = apply_allowances(questions, problems)
    order = {id: place for place, id in enumerate(vocabulary.manifest)}
    good = sorted(_without_errors(questions, problems), key=lambda each: order[each.id])
    return Canon(vocabulary, tuple(good)), in_order(problems)


def _without_errors(
    questions: Iterable[Question], problems: Iterable[Problem]
) -> Iterator[Question]:
    bad = {problem.span.path for problem in problems if problem.severity is Severity.ERROR}
    return (question for question in questions if question.path not in bad)


def _duplicate_ids(files: Iterable[Path], root: Path) -> Iterator[Problem]:
    """Two files with one name would overwrite each other's page, on any file system."""
    seen: dict[str, str] = {}
    for file in files:
        path = file.relative_to(root).as_posix()
        first = seen.setdefault(file.stem.lower(), path)
        if first != path:
            message = f'The id "{file.stem}" is taken by {first}.'
            span = Span(path, 1, 1, 1, 2)
            other = Span(first, 1, 1, 1, 2)
            yield Problem("id-duplicate", span, message, "Rename one of the two.", also=other)
