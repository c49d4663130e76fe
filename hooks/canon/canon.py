"""The canon: all questions and the vocabulary, read and checked in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from canon.body import Body, parse_body
from canon.front_matter import read_model, split
from canon.glossary import Glossary
from canon.problems import Problem, Severity, Span, in_order
from canon.question import Question
from canon.rules import check_body, check_question
from canon.rules.allowances import apply_allowances
from canon.rules.copies import check_copies
from canon.schema import FrontMatter, Pull
from canon.source import read_source
from canon.triage import Triage, read_triage
from canon.vocabulary import Listed, Vocabulary, read_vocabulary

QUESTIONS = "questions"


@dataclass(frozen=True)
class Canon:
    """Everything that pages are made of."""

    vocabulary: Vocabulary
    questions: tuple[Question, ...]
    """In the manifest's order."""
    glossary: Glossary = field(default_factory=Glossary)

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
    questions: list[Question] = []
    files = sorted((root / QUESTIONS).rglob("*.md"))
    duplicates = {problem.span.path: problem for problem in _duplicate_ids(files, root)}
    problems.extend(duplicates.values())
    for file in files:
        if file.relative_to(root).as_posix() in duplicates:
            continue
        question, found = read_question(file, root, vocabulary)
        if question:
            questions.append(question)
        problems.extend(found)
    problems.extend(check_copies(questions))
    problems = apply_allowances(questions, problems)
    order = list(vocabulary.manifest)
    good = sorted(_without_errors(questions, problems), key=lambda each: order.index(each.id))
    return Canon(vocabulary, tuple(good)), in_order(problems)


def _without_errors(
    questions: Iterable[Question], problems: Iterable[Problem]
) -> Iterator[Question]:
    bad = {problem.span.path for problem in problems if problem.severity is Severity.ERROR}
    return (question for question in questions if question.path not in bad)


def read_question(
    file: Path, root: Path, vocabulary: Vocabulary
) -> tuple[Question | None, list[Problem]]:
    """Read and check one file as far as it can be read.

    Returns:
        The question, where its front matter could be read, and every problem of the file.
    """
    source, problems = read_source(file, root)
    if source is None:
        return None, problems
    borders, found = split(source)
    if borders is None:
        return None, [*problems, *found]
    start, end, body_start = borders
    meta, nodes, found = read_model(source, start, end, FrontMatter)
    body, found_in_body = parse_body(source, body_start)
    triage, found_in_graph = _first_triage(body)
    problems += [*found, *found_in_body, *found_in_graph, *check_body(body, vocabulary)]
    if meta is None or nodes is None:
        return None, problems
    question = Question(source, meta, nodes, body, triage)
    return question, [*problems, *check_question(question, vocabulary)]


def _first_triage(body: Body) -> tuple[Triage | None, list[Problem]]:
    graphs, problems = [], []
    for fence in body.fences:
        if fence.language == "triage":
            graph, found = read_triage(body.source, fence)
            graphs.append(graph)
            problems.extend(found)
    return next(iter(graphs), None), problems


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
